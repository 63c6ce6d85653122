import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

struct InpaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inpaint",
    abstract: "Fill in the missing pixels of an image.",
    usage: "burnish inpaint [<options>] <image> --mask <image> --output <file>",
    discussion: """
      Examples:
        burnish inpaint scratched.png --mask scratches.png -o whole.png
        burnish inpaint noisy.png --mask holes.png --sigma 10 -o whole.png
        burnish inpaint page.png --mask letters.png --iterations 60 -o clean.png

      \(HelpSection.more("inpaint", hidesOptions: true))
      """)

  @Argument(help: "Image: \(ImageFormat.readable).")
  var image: String

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationOptions

  struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Gray image, white where pixels are missing.", valueName: "image"))
    var mask: String

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Noise level in 0...255. (default: 0)", valueName: "s"),
      transform: NoiseStrength.number(orNone: true))
    var sigma = 0.0
  }

  func run() throws {
    try options.restore(image, inputs: [input.mask]) { samples, _ in
      .inpainting(
        samples, known: try .missing(in: input.mask, for: samples.shape), sigma: Float(input.sigma))
    }
  }
}

extension Mask {
  /// A mask of what is known, from a gray image that is white where pixels are missing.
  ///
  /// - Throws: ``Failure`` as ``mask(from:)``, and `badData` where the size is not that of `shape`.
  static func missing(in path: String, for shape: [Int]) throws(Failure) -> Mask {
    let known = try mask(from: path)
    guard known.shape[2] == shape[2], known.shape[3] == shape[3] else {
      throw Failure(
        .badData, path, found: "\(known.shape[3])x\(known.shape[2]) pixels",
        wanted: "\(shape[3])x\(shape[2]), the image's size")
    }
    return Mask(known, channels: shape[1])
  }

  /// 1 where a gray image is not white, 0 where it is, above half: pixels that are not missing.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` for an image in color, and where no pixel is
  ///   known or none is missing.
  static func mask(from path: String) throws(Failure) -> Tensor {
    guard let gray = try InputImage.readInRange(path).plainGray else {
      throw Failure(.badData, path, found: "an image in color", wanted: "a mask in gray")
    }
    let known = Tensor(shape: gray.shape, values: gray.values.map { $0 > 0.5 ? 0 : 1 })
    guard known.values.contains(0) else {
      throw Failure(
        .badData, path, found: "no pixel is missing",
        wanted: "white (above half) where pixels are missing")
    }
    guard known.values.contains(1) else {
      throw Failure(
        .badData, path, found: "white alone: no pixel is known",
        wanted: "black where pixels are known")
    }
    return known
  }
}
