import ArgumentParser
import Burnish

/// Which filter sharpens what was enlarged.
struct UpsamplingModelOptions: ParsableArguments {
  @Option(help: .upsamplingModel)
  var model = "fdkn"

  @OptionGroup var guidedFilter: GuidedFilterOptions

  func validate() throws { try guidedFilter.check(for: model) }

  /// Loads the model for a factor.
  func load(factor: Int) throws -> DepthModel {
    guard model == FilterModel.guided.name else {
      return try DepthModel.named(model, factor: factor)
    }
    return DepthModel(
      try guidedFilter.model(model, for: .upsampling(factor: factor)), protocol: .dknBicubic)
  }
}

extension ArgumentHelp {
  /// What `--model` takes where low resolution is enlarged.
  static var upsamplingModel: ArgumentHelp {
    ArgumentHelp(
      """
      A shipped model (fdkn, djfr, deepam; see 'burnish models'), bicubic, guided, or the path of a \
      .safetensors file.
      """, valueName: "name|path")
  }
}
