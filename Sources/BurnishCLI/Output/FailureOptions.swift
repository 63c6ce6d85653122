import Burnish
import BurnishCore
import BurnishImages
import BurnishImport
import BurnishTraining

extension Failure {
  /// The line for a user, which names the program's options as valid choices.
  var lineWithOptions: String {
    guard let choice, let words = Self.options[choice] else { return description }
    // Names a parameter that the model does not take by its option.
    let found = found.replacing("takes no ", with: "takes no --")
      .replacing(", and sigma ", with: ", and --sigma ")
    return Failure(kind, subject, found: found, wanted: words(wanted)).description
  }

  /// Returns the text on valid choices, from the choice that the library names and the library's text.
  private static let options: [Choice: @Sendable (String) -> String] = [
    .model: { "\($0) as --model" },
    .nonFiniteIsInvalid: { _ in "finite depth, or --nan-holes to take such samples for holes" },
    .heights: { "\($0) (--kind height)" },
    .noData: { _ in "a number, or --no-data N" },
    .resuming: { _ in "another folder, or --resume to go on with it" },
    .residual: { _ in "--residual for DJFR or --no-residual for DJF" },
    .purpose: { _ in "--factor N for upsampling, or --sigma S for noise reduction" },
    .upsamplingProtocol: { _ in "--protocol for upsampling alone" },
    .sigma: { _ in "--sigma S" },
    .noSigma: { _ in "no --sigma" },
    .sigmaAtMost: { _ in "--sigma S at most" },
  ]
}
