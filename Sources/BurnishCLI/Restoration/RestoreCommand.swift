import ArgumentParser
import Burnish

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore a picture to which several things happened.",
    discussion: """
      The recipe is a YAML file that names the picture and, in their order, what happened to it; files \
      in it lie beside it:

        image: seen.png
        degradations:
          - kind: blur           # what a blur made of it
            kernel: kernel.png   # as of 'burnish deblur', with the keys origin: [column, row] and turn;
                                 # or gaussian: 1.5, disk: 2.5, motion: [15, 30]
            border: replicate    # or valid, circular
          - kind: reduction
            factor: 2
            resampling: bicubic  # or nearest, box, bilinear, lanczos
            dialect: matlab      # or pillow, opencv, deepinv
          - kind: sampling       # of each 2x2 pixels the upper left stays
            factor: 2
          - kind: holes
            mask: holes.png      # white where pixels are missing
          - kind: crop           # rows and columns were cut off
            left: 8              # or right, top, bottom, to be made up
          - kind: channels       # the other colors were lost
            kept: [red, blue]
        sigma: 2.55              # of the noise that came last, 0, or auto

      Reductions are bicubic as MATLAB's imresize by default. What the picture holds in holes and of \
      lost colors makes no difference; white in a mask is what is above half.

      Where there is noise alone, the list is empty: degradations: []

      \(RestorationOptions.interruption)

      Example:
        burnish restore recipe.yaml -o restored.png
      """)

  @Argument(help: "The recipe.")
  var recipe: String

  @OptionGroup var options: RestorationOptions

  func run() throws {
    let read = try RestorationRecipe.read(recipe)
    let loaded = try read.steps()
    try options.restore(read.image, inputs: [recipe] + read.files) { samples, format in
      let sigma = try read.sigma.sigma(of: samples, path: read.image)
      var steps = loaded
      // Only the last step leaves its limits in the samples.
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
