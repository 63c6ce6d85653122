import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct InpaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inpaint",
    abstract: "Fill in the missing pixels of a picture.",
    discussion: """
      The mask is a gray picture of the same size, white where pixels are missing: scattered ones, \
      scratches, letters; what fills large holes is smooth. With --sigma the pixels that are there \
      are taken to have noise, which is removed as well. Natural pictures are told from others by a \
      denoising autoencoder (Bigdeli and Zwicker 2018). Ctrl-C ends the work with what the picture \
      has become. Alpha, the bits of the samples and the colour profile stay.

      Example:
        burnish inpaint scratched.png --mask scratches.png -o whole.png
      """)

  @Argument(help: "The picture with holes: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.")
  var image: String

  @Option(
    help: ArgumentHelp("A gray picture, white where pixels are missing.", valueName: "image"))
  var mask: String

  @Option(help: "The standard deviation of the noise, in units of 0...255.")
  var sigma: Float = 0

  @OptionGroup var options: RestorationOptions

  func validate() throws { try NoiseStrength.known(sigma).checkOrNone() }

  func run() throws {
    try options.restore(image, inputs: [mask]) { samples in
      .inpainting(samples, known: try .missing(in: mask, for: samples.shape), sigma: sigma)
    }
  }
}

extension Mask {
  /// A mask of what is known, from a gray picture that is white where pixels are missing.
  ///
  /// - Throws: ``Failure`` as ``known(besides:)``, and `badData` where the size is not that of `shape`.
  static func missing(in path: String, for shape: [Int]) throws -> Mask {
    let known = try known(besides: path)
    guard known.shape[2] == shape[2], known.shape[3] == shape[3] else {
      throw Failure(
        .badData, path, found: "\(known.shape[3])x\(known.shape[2]) pixels",
        wanted: "\(shape[3])x\(shape[2]), the picture's size")
    }
    return Mask(known, channels: shape[1])
  }

  /// 1 where a gray picture is not white, 0 where it is: pixels that are not missing.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where no pixel is known.
  static func known(besides path: String) throws -> Tensor {
    let picture = try Image.readInRange(path).grayscale()
    let known = Tensor(
      shape: picture.samples.shape, values: picture.samples.values.map { $0 > 0.5 ? 0 : 1 })
    guard known.values.contains(1) else {
      throw Failure(
        .badData, path, found: "white alone: no pixel is known",
        wanted: "black where pixels are known")
    }
    return known
  }
}
