import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct DenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Take noise off a picture or a depth map under the guidance of another picture.",
    discussion: """
      TARGET and the guide show the same view in the same size: a photograph and its twin in \
      near-infrared light or with flash, or depth and a photograph. The guide may be gray or in \
      colour.

      The colours of a picture are filtered one by one; its alpha, the bits of its samples and its \
      colour profile stay. A TARGET of one channel with 16 bits or floating-point samples is taken \
      for depth (16 bits are millimetres, floating point metres): it keeps its unit, and its pixels \
      without a measurement (0) stay so. With --kind depth, 8 bits are levels 0...255.

      Examples:
        burnish denoise night.png --guide infrared.png -o clean.png
        burnish denoise depth.png --guide photo.jpg -o smooth.png
      """)

  @Argument(help: "The picture or depth map to filter: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.")
  var target: String

  @Option(help: "The picture to follow, of the same size.")
  var guide: String

  @Option(help: "What TARGET is: picture or depth. (default: by its channels and samples)")
  var kind: TargetKind?

  @OptionGroup var noiseModel: NoiseModelOptions

  @Flag(help: "Take NaN and infinities in a depth map for pixels without a measurement.")
  var nanHoles = false

  @OptionGroup var destination: OutputOptions

  @OptionGroup var threads: ThreadOptions

  enum TargetKind: String, ExpressibleByArgument, CaseIterable {
    case picture, depth
  }

  func run() throws {
    threads.apply()
    let layout = try PictureLayout(contentsOf: target)
    switch kind ?? (layout.channels == 1 && layout.sampleFormat != .uint8 ? .depth : .picture) {
    case .picture:
      let picture = try Image.read(target)
      try OutputFile.check(destination.output, for: picture, inputs: [target, guide])
      let (denoiser, followed) = try load(width: picture.width, height: picture.height)
      let result = try ProgressLine.showing(destination.output) { progress in
        try denoiser.denoised(picture, guide: followed, subject: target, progress: progress)
      }
      try result.write(to: destination.output)
    case .depth:
      let depth = try DepthMap.read(target, nonFiniteIsInvalid: nanHoles)
      try OutputFile.check(destination.output, for: depth.unit, inputs: [target, guide])
      let (denoiser, followed) = try load(width: depth.width, height: depth.height)
      let result = try ProgressLine.showing(destination.output) { progress in
        try denoiser.denoised(depth, guide: followed, subject: target, progress: progress)
      }
      try result.write(to: destination.output)
    }
  }

  /// The filter and the guide, which must have the target's size.
  private func load(width: Int, height: Int) throws -> (GuidedDenoiser, Image) {
    let picture = try Image.readGuide(guide)
    try GuidedDenoiser.check(width: width, height: height, guide: picture, subject: target)
    return (GuidedDenoiser(try noiseModel.load().filter), picture)
  }
}
