import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct SuperResolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superres",
    abstract: "Enlarge a picture to what it may have been before it was reduced.",
    discussion: """
      Looks for the natural picture whose bicubic reduction, as MATLAB's imresize makes it, is the \
      one given. The factor need not be whole. Natural pictures are told from others by a denoising \
      autoencoder (Bigdeli and Zwicker 2018), which is the same for any factor. Alpha is enlarged; the \
      bits of the samples and the colour profile stay.

      \(RestorationOptions.interruption)

      Examples:
        burnish superres small.png --factor 3 -o large.png
        burnish superres small.png --factor 2.5 --sigma 3 -o large.png
      """)

  @Argument(help: "The small picture: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.")
  var image: String

  @Option(
    parsing: .unconditional,
    help: "How many times larger each side becomes: a number of 1 to 16, whole or not.",
    transform: number(of: "--factor", in: 1...16))
  var factor: Double

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The standard deviation of the noise, in units of 0...255: a number, 0 for none, or auto, which \
      estimates it. Estimates take the details of small sharp pictures for noise (7 where there is \
      none), so auto is for pictures whose noise is seen. (default: 0)
      """, valueName: "sigma"), transform: NoiseStrength.argument(orNone: true))
  var sigma = NoiseStrength.known(0)

  @OptionGroup var options: RestorationOptions

  func run() throws {
    try options.restore(image, inputs: []) { samples in
      .superResolution(
        samples, reducedBy: try Reduction.reading(samples.shape, factor: factor, path: image),
        sigma: try sigma.sigma(of: samples, path: image))
    }
  }
}

extension Reduction {
  /// The reduction whose result has a shape.
  ///
  /// - Throws: ``Failure`` of the kind `badData` where the picture before would be too large.
  static func reading(
    _ shape: [Int], factor: Double, path: String
  ) throws(Failure) -> Reduction {
    let (height, width) = (
      (Double(shape[2]) * factor).rounded(), (Double(shape[3]) * factor).rounded()
    )
    guard height * width <= Double(ImageLimits.pixels) else {
      throw Failure(
        .badData, path,
        found: "\(shape[3])x\(shape[2]) pixels, each side to become \(factor) times as large",
        wanted: "\(ImageLimits.pixels) pixels in all at most")
    }
    return Reduction(
      of: [1, shape[1], Int(height), Int(width)], toHeight: shape[2], width: shape[3])
  }
}
