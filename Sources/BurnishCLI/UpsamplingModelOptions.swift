import ArgumentParser
import Burnish
import BurnishEvaluation

/// Which filter sharpens what was enlarged.
struct UpsamplingModelOptions: ParsableArguments {
  @Option(help: .upsamplingModel(default: Self.standard))
  private var model: String?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  static let standard = "fdkn"

  /// The name or path of the model.
  var name: String { model ?? Self.standard }

  /// Whether the model is asked for.
  var isGiven: Bool { model != nil }

  func validate() throws { try guidedFilter.check(for: name) }

  /// Loads the model for a factor.
  ///
  /// - Parameter catalog: where it is looked for.
  func load(
    factor: Int, from catalog: ModelCatalog = ModelCatalog()
  ) throws -> DepthModel {
    try guidedFilter.upsamplingModel(name, factor: factor, from: catalog)
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
