import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages

/// How many times larger a guide is than its target, from the sizes or the user.
struct FactorOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Factor of each side, 2 to 64. (default: by the sizes)", valueName: "n"),
    transform: number(of: "--factor", in: 2...64))
  var factor: Int?

  /// Returns the factor of the sizes, which must agree with the user's. If the target has the guide's size, returns
  /// the user's factor, or `nil` if there is none.
  ///
  /// - Parameters:
  ///   - width: the target's width.
  ///   - height: the target's height.
  ///   - target: the target's file.
  ///   - guide: the guide's file.
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
