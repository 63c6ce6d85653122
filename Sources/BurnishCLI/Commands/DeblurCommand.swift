import ArgumentParser
import Burnish
import BurnishImages

struct DeblurCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deblur",
    abstract: "Sharpen an image whose blur is known.",
    discussion: """
      Examples:
        burnish deblur shaken.png --kernel kernel.png -o sharp.png
        burnish deblur soft.png --disk 2.5 --model richardson-lucy -o sharp.png
        burnish deblur soft.png --motion 15,30 --model hyper-laplacian -o sharp.png

      \(HelpSection.more("deblur", hidesOptions: true))
      """)

  @Argument(help: "Blurred \(ImageFormat.readable).")
  var image: String

  @OptionGroup(title: HelpSection.input) var kernelOptions: KernelOptions

  @OptionGroup(title: HelpSection.input) var input: BlurredImageOptions

  @OptionGroup var options: RestorationOptions

  func validate() throws {
    if let method = ClassicalMethod(rawValue: options.solverOptions.model) {
      try options.solverOptions.way.checkUnused(by: method, seed: options.solverOptions.seed)
    }
  }

  var sigma: NoiseStrength { input.sigma }

  var boundary: Blur.Border { input.boundary }

  func run() throws {
    let kernel = try kernelOptions.load()
    try options.restore(image, inputs: kernelOptions.files, besides: ClassicalMethod.allCases) {
      (samples, format) throws(Failure) in
      let sigma = try sigma.printedSigma(of: samples, path: image)
      kernelOptions.remark(on: kernel, samples: samples, sigma: sigma)
      let clipped = ClippedPixels(in: samples, kernel: kernel, sigma: sigma, format: format)
      if let clipped { Remarks.add("\(image): \(clipped)") }
      return try .deblurring(
        samples, kernel: kernel, border: boundary, sigma: sigma, known: clipped?.known)
    }
  }
}
