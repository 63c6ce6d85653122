import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages

/// How many times larger a guide is than what it guides, by the sizes or as the user says.
struct FactorOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Factor of each side, 2 to 64. (default: by the sizes)", valueName: "n"),
    transform: number(of: "--factor", in: 2...64))
  var factor: Int?

  /// The factor of the sizes, which must be the one asked for, or the one asked for where the target has
  /// the guide's size; `nil` where it has and none is asked for.
  ///
  /// - Parameters:
  ///   - width: of the target.
  ///   - height: of the target.
  ///   - target: its file.
  ///   - guide: its file.
  func resolved(
    width: Int, height: Int, target: String, guide image: Image, guidePath guide: String
  ) throws(Failure) -> Int? {
    let found = try JointUpsampler.factor(
      width: width, height: height, guide: image, subject: target)
    if found == 1 { return factor }
    if let factor, factor != found {
      throw Failure(
        .badData, "--factor \(factor)",
        found: "\(target) has \(width)x\(height) pixels and \(guide) "
          + "\(image.width)x\(image.height), which is x\(found)",
        wanted: "the factor of the sizes")
    }
    return found
  }
}
