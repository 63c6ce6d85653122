import ArgumentParser
import Burnish
import BurnishTensors

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore a picture to which several things happened.",
    discussion: """
      The recipe is a YAML file that names the picture and, in their order, what happened to it; files \
      in it lie beside it:

        image: seen.png
        degradations:
          - kind: blur          # what a blur made of it
            kernel: kernel.png  # as of 'burnish deblur'
            border: replicate   # or valid, circular
          - kind: reduction
            factor: 2
            resampling: bicubic # by default; or nearest, box, bilinear, lanczos
            dialect: matlab     # by default; or pillow, opencv
          - kind: sampling      # of each block of 2x2 pixels the first stays, the upper left one
            factor: 2
          - kind: holes
            mask: holes.png     # white (above half) where pixels are missing
          - kind: crop          # so many rows and columns were cut off; the result has them again
            left: 8             # and right, top, bottom
          - kind: channels      # the other colours were lost, whatever the picture holds of them
            kept: [red, blue]
        sigma: 2.55             # of the noise that came last: a number, 0 for none, or auto

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
    let steps = try read.steps()
    try options.restore(read.image, inputs: [recipe] + read.files) { samples in
      try .composed(
        samples, of: steps, sigma: try read.sigma.sigma(of: samples, path: read.image),
        subject: read.image)
    }
  }
}
