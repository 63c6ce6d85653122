import Burnish
import BurnishImages
import BurnishTensors

/// `burnish denoise` with a guide.
struct GuidedDenoising {
  let target: String
  let guide: String
  let kind: DenoiseCommand.TargetKind?
  let nanHoles: Bool
  let model: NoiseModelOptions
  let output: String
  let overwriting: OverwriteOptions

  func run() throws {
    let layout = try PictureLayout(contentsOf: target)
    switch kind ?? (layout.channels == 1 && layout.sampleFormat != .uint8 ? .depth : .picture) {
    case .picture:
      if nanHoles {
        throw Failure(
          .usage, "--nan-holes", found: "\(target) is taken for a picture",
          wanted: "a depth map, or --kind depth")
      }
      let picture = try Image.read(target)
      try OutputFile.check(
        output, for: picture, inputs: [target, guide], overwriting: overwriting)
      let followed = try followed(width: picture.width, height: picture.height)
      let denoiser = try model.guided(
        picture.withHiddenColorsFilled().samples, .picture, path: target)
      let result = try ProgressLine.showing(output) { progress in
        try denoiser.denoised(picture, guide: followed, subject: target, progress: progress)
      }
      try result.write(to: output)
      denoiser.filter.reconstructions?.report()
    case .depth:
      let depth = try DepthMap.read(target, nonFiniteIsInvalid: nanHoles)
      try OutputFile.check(
        output, for: depth.unit, size: (depth.width, depth.height), inputs: [target, guide],
        overwriting: overwriting)
      let followed = try followed(width: depth.width, height: depth.height)
      let seen = try GuidedDenoiser.input(depth, guide: followed, subject: target).target
      if kind == nil, layout.sampleFormat == .uint16 {
        print("\(target): taken for depth in millimetres; --kind picture takes it for a photograph")
      }
      let denoiser = try model.guided(
        seen, .depth, path: target, standard: NoiseModelOptions.standard)
      let result = try ProgressLine.showing(output) { progress in
        try denoiser.denoised(depth, guide: followed, subject: target, progress: progress)
      }
      try result.write(to: output)
      denoiser.filter.reconstructions?.report()
    }
  }

  /// The guide, which must have the target's size.
  private func followed(width: Int, height: Int) throws -> Image {
    let picture = try Image.readInRange(guide)
    try GuidedDenoiser.check(width: width, height: height, guide: picture, subject: target)
    return picture
  }
}
