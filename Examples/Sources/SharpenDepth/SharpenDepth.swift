import Burnish

/// Enlarges a depth map along the edges of a photograph:
///
///     swift run SharpenDepth depth.png photo.jpg sharp.png
@main
struct SharpenDepth {
  static func main() async throws {
    let paths = CommandLine.arguments.dropFirst()
    guard paths.count == 3, let input = paths.first, let output = paths.last else {
      print("usage: SharpenDepth DEPTH PHOTO OUTPUT")
      return
    }
    let depth = try DepthMap.read(input)
    let photo = try Image.read(paths[2])
    let factor = try DepthUpsampler.factor(of: depth, guide: photo, subject: input)
    let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: factor))
    let upsampler = DepthUpsampler(model)
    let sharp = try await upsampler.upsampled(depth, guide: photo, subject: input) { share in
      print("\(Int(100 * share)) %")
    }
    try sharp.write(to: output)
    print("\(output): \(sharp.width)x\(sharp.height) pixels, \(factor) times as large")
  }
}
