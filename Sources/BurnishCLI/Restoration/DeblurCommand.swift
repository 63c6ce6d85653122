import ArgumentParser
import Burnish
import BurnishImages
import BurnishImport
import BurnishTensors

struct DeblurCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deblur",
    abstract: "Sharpen a picture whose blur is known.",
    discussion: """
      The kernel is what the blur makes of one bright pixel: a gray picture, a .npy array, a MATLAB \
      file or a text of numbers. Its weights are divided by their sum; its middle stands at the \
      pixel. A kernel that looks turned by half a turn is said and taken as it is, unless --turn \
      turns it.

      --boundary says what lay beyond the borders when the picture was blurred: valid for a part of \
      a larger picture, as every photograph is; circular for the opposite border; replicate for the \
      nearest pixel.

      Natural pictures are told from others by a denoising autoencoder (Bigdeli and Zwicker 2018). \
      Alpha, the bits of the samples and the colour profile stay.

      \(RestorationOptions.interruption)

      Examples:
        burnish deblur shaken.png --kernel kernel.png -o sharp.png
        burnish deblur shaken.png --kernel kernels.mat --kernel-variable 'kernels{3}' --sigma 2.55 -o sharp.png
        burnish deblur shaken.png --kernel kernel.txt --solver descent --trace energy.svg -o sharp.png
      """)

  @Argument(help: "The blurred picture: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.")
  var image: String

  @OptionGroup var kernelOptions: KernelOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The standard deviation of the noise, in units of 0...255: a number, 0 for none, or auto, which \
      estimates it. (default: auto)
      """, valueName: "sigma"), transform: NoiseStrength.argument(orNone: true))
  var sigma = NoiseStrength.estimated

  @Option(help: "What lay beyond the borders: valid, circular or replicate.")
  var boundary = Blur.Border.valid

  @OptionGroup var options: RestorationOptions

  func run() throws {
    let kernel = try kernelOptions.load()
    try options.restore(image, inputs: [kernelOptions.kernel]) { samples in
      let sigma = try sigma.sigma(of: samples, path: image)
      KernelOptions.tellOffset(of: kernel, path: kernelOptions.kernel)
      if kernel.looksTurned(on: samples, sigma: sigma) {
        print(
          "\(kernelOptions.kernel): the picture looks blurred by this kernel turned by half a turn; "
            + (kernelOptions.turn ? "leave --turn out" : "see --turn"))
      }
      return .deblurring(samples, kernel: kernel, border: boundary, sigma: sigma)
    }
  }
}

/// The kernel of a blur.
struct KernelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The blur's kernel: a gray picture, .npy, .mat, or .txt with a line of numbers for each row.",
      valueName: "file"))
  var kernel: String

  @Option(
    help: ArgumentHelp(
      "Of a MATLAB file: the kernel's name in it, where there are several matrices.",
      valueName: "name"))
  var kernelVariable: String?

  @Flag(help: "Turn the kernel by half a turn, as programs store it that correlate.")
  var turn = false

  func validate() throws {
    if kernelVariable != nil, !Self.isMATLAB(kernel) {
      throw ValidationError("--kernel-variable: belongs to a --kernel in a .mat file")
    }
  }

  func load() throws -> BlurKernel {
    let loaded = try Self.read(kernel, variable: kernelVariable)
    return turn ? try BlurKernel(loaded.turned) : loaded
  }

  static func read(_ path: String, variable: String? = nil) throws -> BlurKernel {
    isMATLAB(path)
      ? try .matlab(path, variable: variable) : try BlurKernel(contentsOf: path)
  }

  /// Says so where a kernel lies off its middle by more than kernels of shaking hands do.
  static func tellOffset(of kernel: BlurKernel, path: String) {
    let (x, y) = kernel.offset
    guard abs(x) > Double(kernel.width) / 4 || abs(y) > Double(kernel.height) / 4 else { return }
    let offset = String(format: "%.1f columns and %.1f rows", x, y)
    print(
      "\(path): the weights lie off the kernel's middle, by \(offset) on average; the result is moved by as much the other way"
    )
  }

  private static func isMATLAB(_ path: String) -> Bool { path.lowercased().hasSuffix(".mat") }
}

extension Blur.Border: ExpressibleByArgument {}
