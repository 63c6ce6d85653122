import ArgumentParser
import Burnish
import BurnishRecipes

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Undo several known degradations of an image.",
    usage: "burnish restore [<options>] <recipe> --output <file>",
    discussion: """
      Examples:
        burnish restore recipe.yaml -o restored.png
        burnish restore recipe.yaml --iterations 60 -o restored.png
        burnish restore recipe.yaml --model daep -o restored.png

      \(HelpSection.more("restore", hidesOptions: true))
      """)

  @Argument(help: "YAML file with the image and its degradations.")
  var recipe: String

  @OptionGroup var options: RestorationOptions

  func run() throws {
    let read = try RestorationRecipe.read(recipe)
    let loaded = try read.steps(
      by: .init(image: { try InputImage.readInRange($0) }) { path, origin, isTurned in
        try KernelFile(path: path, origin: origin, isTurned: isTurned).load()
      })
    try options.restore(read.image, inputs: [recipe] + read.files) {
      (samples, format) throws(Failure) in
      let sigma = try read.sigma.printedSigma(of: samples, path: read.image)
      var steps = loaded
      // Only the last step leaves clipped samples.
      if case .blur(let kernel, _) = steps.last,
        let clipped = ClippedPixels(in: samples, kernel: kernel, sigma: sigma, format: format)
      {
        Remarks.add("\(read.image): \(clipped)")
        steps.append(.holes(known: clipped.pixels, subject: read.image))
      }
      for (path, kernel) in read.kernels(of: loaded).sorted(by: { $0.key < $1.key }) {
        KernelFile.remark(on: kernel, path: path, option: "the key origin")
      }
      return try .composed(samples, of: steps, sigma: sigma, subject: read.image)
    }
  }
}
