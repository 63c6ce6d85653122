import ArgumentParser
import Burnish

/// Which filter takes noise off, by its name or by the noise that it was trained for.
struct NoiseModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A shipped noise model (fdkn, dkn, djfr), guided, or the path of a .safetensors file. \
      (default: \(Self.standard))
      """, valueName: "name|path"))
  var model: String?

  @Option(
    help: """
      The standard deviation of the noise, in units of 0...255: takes the shipped model that was \
      trained for the nearest, of several such the one with the least errors in 'burnish models', \
      and says which.
      """)
  var sigma: Float?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  private static let standard = "fdkn"

  func validate() throws {
    try guidedFilter.check(for: model ?? Self.standard)
    if let sigma, !(sigma > 0 && sigma <= 255) {
      throw ValidationError("--sigma: \(sigma); expected a number above 0, 255 at most")
    }
    if sigma != nil, let model, model == FilterModel.guided.name || FilterModel.isPath(model) {
      throw ValidationError(
        "--sigma: chooses among the shipped noise models; expected no --model, or one of theirs")
    }
  }

  /// Loads the model, and prints which one it is where it was chosen by its noise.
  func load() throws -> FilterModel {
    guard let sigma else {
      return try guidedFilter.model(model ?? Self.standard, for: .noiseReduction)
    }
    let loaded = try FilterModel.forNoise(sigma: sigma, name: model)
    if let card = loaded.card {
      print("model \(loaded.name), trained to undo \(card.degradation.words)")
    }
    return loaded
  }
}
