import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

/// The filter that enlarges a target.
struct UpsamplingModelOptions: ParsableArguments {
  @Option(help: .upsamplingModel(default: ModelCatalog.Standard.upsampling))
  private var model: String?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  /// The name or path of the model.
  var name: String { model ?? ModelCatalog.Standard.upsampling }

  /// Whether the user gave a model.
  var isGiven: Bool { model != nil }

  func validate() throws { try guidedFilter.check(for: name) }

  /// Loads the model for a factor.
  ///
  /// - Parameter catalog: the catalog that holds the model.
  func load(
    factor: Int, from catalog: ModelCatalog = ModelCatalog()
  ) throws -> JointModel {
    try guidedFilter.model(name, for: .upsampling(factor: factor), from: catalog)
  }
}

extension UpsamplingModelOptions {
  /// Loads the model for class scores. This is the guided filter if the user gave no model and there are no weights for
  /// the factor.
  func loadForScores(factor: Int) throws -> JointModel {
    let catalog = ModelCatalog()
    return try guidedFilter.model(
      model, standard: ModelCatalog.Standard.upsampling,
      for: catalog.purpose(ofScoresBy: name, factor: factor), from: catalog)
  }
}

extension ArgumentHelp {
  /// Help for `--model` in commands that enlarge.
  static var upsamplingModel: ArgumentHelp {
    ArgumentHelp("\(description)", valueName: "name|path")
  }

  /// The same help, for a default that is chosen later.
  static func upsamplingModel(default standard: String) -> ArgumentHelp {
    ArgumentHelp("\(description) (default: \(standard))", valueName: "name|path")
  }

  private static var description: String { UpsamplingEvaluation.modelHelp }
}
