import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

/// Which filter sharpens what was enlarged.
struct UpsamplingModelOptions: ParsableArguments {
  @Option(help: .upsamplingModel(default: ModelCatalog.Standard.upsampling))
  private var model: String?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  /// The name or path of the model.
  var name: String { model ?? ModelCatalog.Standard.upsampling }

  /// Whether the model is asked for.
  var isGiven: Bool { model != nil }

  func validate() throws { try guidedFilter.check(for: name) }

  /// Loads the model for a factor.
  ///
  /// - Parameter catalog: where it is looked for.
  func load(
    factor: Int, from catalog: ModelCatalog = ModelCatalog()
  ) throws -> JointModel {
    try guidedFilter.model(name, for: .upsampling(factor: factor), from: catalog)
  }
}

extension UpsamplingModelOptions {
  /// Loads the model for class scores; without one that is asked for and without weights for the factor, the guided
  /// filter.
  func loadForScores(factor: Int) throws -> JointModel {
    let catalog = ModelCatalog()
    let purpose = try catalog.purpose(ofScoresBy: name, factor: factor)
    if !isGiven {
      guard try catalog.holds(name, for: purpose) else {
        let guided = NamedJointFilter.guided.name
        Remarks.assume(
          model: "\(guided), as no weights for \(purpose.description) are shipped")
        return try guidedFilter.model(guided, for: purpose, from: catalog)
      }
      Remarks.assume(model: name)
    }
    return try guidedFilter.model(name, for: purpose, from: catalog)
  }
}

extension ArgumentHelp {
  /// What `--model` takes where low resolution is enlarged.
  static var upsamplingModel: ArgumentHelp {
    ArgumentHelp("\(description)", valueName: "name|path")
  }

  /// The same where the default is chosen later.
  static func upsamplingModel(default standard: String) -> ArgumentHelp {
    ArgumentHelp("\(description) (default: \(standard))", valueName: "name|path")
  }

  private static var description: String { UpsamplingEvaluation.modelHelp }
}
