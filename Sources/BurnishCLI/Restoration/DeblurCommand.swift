import ArgumentParser
import Burnish

struct DeblurCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deblur",
    abstract: "Sharpen a picture whose blur is known.",
    discussion: """
      The kernel is what the blur makes of one bright pixel: a gray picture, a .npy array, a MATLAB \
      file or a text of numbers. Its weights are divided by their sum; its middle stands at the \
      pixel. What storing did to it is mended, and said: parts in the corners, a background, noise \
      below 0, a peak off the middle. A kernel that looks turned by half a turn is said and taken as \
      it is, unless --turn turns it.

      Pixels at the white or black limit around which the blur is cut off, such as bright stars, are \
      treated as missing.

      --boundary says what lay beyond the borders when the picture was blurred: valid for a part of \
      a larger picture, as every photograph is; circular for the opposite border; replicate for the \
      nearest pixel.

      Natural pictures are told from others by a denoising autoencoder (Bigdeli and Zwicker 2018). \
      Alpha, the bits of the samples and the color profile stay.

      \(RestorationOptions.interruption)

      Examples:
        burnish deblur shaken.png --kernel kernel.png -o sharp.png
        burnish deblur shaken.png --kernel kernels.mat --kernel-variable 'kernels{3}' --sigma 2.55 -o sharp.png
        burnish deblur soft.png --disk 2.5 -o sharp.png
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
    try options.restore(image, inputs: kernelOptions.files) { samples, format in
      let sigma = try sigma.sigma(of: samples, path: image)
      kernelOptions.remark(on: kernel, samples: samples, sigma: sigma)
      let clipped = ClippedPixels(in: samples, kernel: kernel, sigma: sigma, format: format)
      if let clipped { Remarks.add("\(image): \(clipped)") }
      return .deblurring(
        samples, kernel: kernel, border: boundary, sigma: sigma, known: clipped?.known)
    }
  }
}

extension Blur.Border: ExpressibleByArgument {}
