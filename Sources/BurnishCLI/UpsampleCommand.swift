import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct UpsampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upsample",
    abstract: "Enlarge a depth map under the guidance of a colour picture.",
    discussion: """
      DEPTH is a picture of one channel: 16 bits are millimetres (0: no measurement), 8 bits \
      levels 0...255, floating point metres. The result has the guide's size and the unit of \
      DEPTH. Both sides of the guide must be the same whole number of times as large.

      Examples:
        burnish upsample depth.png --guide photo.jpg -o sharp.png
        burnish upsample depth.pfm --guide photo.png --model djfr -o sharp.pfm
      """)

  @Argument(help: "The low-resolution depth map: PNG, TIFF, PGM, PFM or .npy.")
  var depth: String

  @Option(help: "The picture to follow: PNG, JPEG, TIFF, PPM, PGM or .npy.")
  var guide: String

  @Option(help: "How many times larger each side becomes. (default: by the sizes)")
  var factor: Int?

  @Option(
    help: ArgumentHelp(
      "fdkn, djfr, bicubic, or the path of a .safetensors file.", valueName: "name|path"))
  var model = "fdkn"

  @Flag(help: "Take NaN and infinities in DEPTH for pixels without a measurement.")
  var nanHoles = false

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where the result goes; its ending says the format.", valueName: "file"))
  var output: String

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if let factor, factor < 2 { throw ValidationError("--factor: \(factor); expected 2 or more") }
  }

  func run() throws {
    threads.apply()
    let depthMap = try DepthMap.read(depth, nonFiniteIsInvalid: nanHoles)
    let picture = try Image.read(guide)
    let found = try DepthUpsampler.factor(of: depthMap, guide: picture, subject: depth)
    if let factor, factor != found {
      throw Failure(
        .badData, "--factor \(factor)",
        found: "\(depth) has \(depthMap.width)x\(depthMap.height) pixels and \(guide) "
          + "\(picture.width)x\(picture.height), which is x\(found)",
        wanted: "the factor of the sizes")
    }
    try OutputFile.check(output, for: depthMap.unit, inputs: [depth, guide])
    let upsampler = DepthUpsampler(try DepthModel.named(model, factor: found))
    let result = try ProgressLine.showing(output) { progress in
      try upsampler.upsampled(depthMap, guide: picture, progress: progress)
    }
    try result.write(to: output)
  }
}
