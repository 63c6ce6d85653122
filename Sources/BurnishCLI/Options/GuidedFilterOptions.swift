import ArgumentParser
import Burnish
import BurnishFilters

/// Settings of the guided filter, for `--model guided`.
struct GuidedFilterOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      For --model guided: windows have 2 r + 1 rows and columns. (default: half of the factor in \
      upsampling, 4 for noise)
      """, valueName: "r", visibility: .hidden), transform: number(of: "--radius", in: 1...1000))
  var radius: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      For --model guided: smooth what varies far less than this, in squares of the guide's 0...1. \
      (default: 0.0003 in upsampling, 0.001 for noise)
      """, valueName: "e", visibility: .hidden),
    transform: number(of: "--epsilon", "a number above 0, 1000000 at most") { $0 > 0 && $0 <= 1e6 })
  var epsilon: Float?

  /// Refuses settings that the model does not take.
  func check(for model: String) throws {
    if model != NamedJointFilter.guided.name, radius != nil || epsilon != nil {
      throw ValidationError("--radius and --epsilon belong to --model guided")
    }
  }

  /// Returns the model that the user names, or else the standard model. If there are no standard weights for the
  /// purpose, it is the guided filter.
  func model(
    _ name: String?, standard: String, for purpose: Purpose, from catalog: ModelCatalog
  ) throws -> JointModel {
    if let name { return try model(name, for: purpose, from: catalog) }
    guard try catalog.holds(standard, for: purpose) else {
      let guided = NamedJointFilter.guided.name
      Remarks.assume(model: "\(guided), as no weights for \(purpose.description) are shipped")
      return try model(guided, for: purpose, from: catalog)
    }
    Remarks.assume(model: standard)
    return try model(standard, for: purpose, from: catalog)
  }

  /// Returns the model with this name, and applies these settings if the model takes them.
  ///
  /// - Parameters:
  ///   - others: further names that errors list.
  ///   - catalog: the catalog that holds the model.
  func model(
    _ name: String, for purpose: Purpose, on target: ModelCard.Target? = nil,
    besides others: [String] = [], from catalog: ModelCatalog = ModelCatalog()
  ) throws -> JointModel {
    name == NamedJointFilter.guided.name
      ? try .guided(for: purpose, radius: radius, epsilon: epsilon)
      : try catalog.jointModel(name, for: purpose, on: target, besides: others)
  }
}
