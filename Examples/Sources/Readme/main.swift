import Burnish

let depth = try DepthMap.read("depth.png")
let guide = try Image.read("photo.png")
let factor = try DepthUpsampler.factor(of: depth, guide: guide)
let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: factor))
let sharp = try await DepthUpsampler(model).upsampled(depth, guide: guide) { share in
  print("\(Int(share * 100)) %")
}
try sharp.write(to: "sharp.png")
