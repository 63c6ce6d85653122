import ArgumentParser
import Burnish
import BurnishImages

struct SuperResolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superres",
    abstract: "Enlarge a picture to what it may have been before it was reduced.",
    discussion: """
      Looks for the natural picture whose reduction is the one given: bicubic as MATLAB's imresize \
      makes it, or as --resampling and --dialect say, of which much depends. The factor need not be \
      whole. Natural pictures are told from others by a denoising autoencoder (Bigdeli and Zwicker \
      2018), which is the same for any factor. Alpha is enlarged; the bits of the samples and the \
      color profile stay.

      \(RestorationOptions.interruption)

      Examples:
        burnish superres small.png --factor 3 -o large.png
        burnish superres small.png --factor 2.5 --sigma 3 -o large.png
        burnish superres thumbnail.png --factor 4 --resampling lanczos --dialect pillow -o large.png
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

  @Option(help: "How the picture was reduced.")
  var resampling = ResamplingKernel.bicubic

  @Option(
    help: """
      By what it was reduced; by each the same names mean something else. OpenCV's area is box; PyTorch's \
      interpolate is pillow with antialiasing, else opencv; basicsr is matlab.
      """)
  var dialect = ResamplingDialect.matlab

  @OptionGroup var options: RestorationOptions

  func validate() throws {
    if let fault = dialect.fault(factor: factor, kernel: resampling) {
      throw ValidationError("--dialect \(dialect.rawValue): \(fault)")
    }
  }

  func run() throws {
    try options.restore(image, inputs: []) { samples, _ in
      try .composed(
        samples, of: [.reduction(factor: factor, kernel: resampling, dialect: dialect)],
        sigma: try sigma.sigma(of: samples, path: image), subject: image)
    }
  }
}

extension ResamplingDialect {
  /// Why nothing is reduced by a factor and a kernel in this dialect; `nil` where it may be.
  func fault(factor: Double, kernel: ResamplingKernel) -> String? {
    if !offers(kernel) {
      let kernels = ResamplingKernel.allCases.filter(offers).map(\.rawValue)
      return "has no \(kernel.rawValue); expected \(kernels.joined(separator: ", "))"
    }
    return takesFractions || factor == factor.rounded()
      ? nil : "has no factor of \(factor); expected a whole one"
  }
}

extension ResamplingKernel: ExpressibleByArgument {}
extension ResamplingDialect: ExpressibleByArgument {}
