import ArgumentParser
import Burnish

/// Which filter sharpens what was enlarged.
struct UpsamplingModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      A shipped model (fdkn, djfr, …; see 'burnish models'), bicubic, guided, or the path of a \
      .safetensors file.
      """, valueName: "name|path"))
  var model = "fdkn"

  @Option(
    help: ArgumentHelp(
      "Of guided: windows have 2 r + 1 rows and columns. (default: half of the factor)",
      valueName: "r"))
  var radius: Int?

  @Option(
    help: ArgumentHelp(
      """
      Of guided: what varies far less than this, in squares of the guide's 0...1, is smoothed. \
      (default: 0.0003)
      """, valueName: "e"))
  var epsilon: Float?

  func validate() throws {
    if let radius, !(1...1000).contains(radius) {
      throw ValidationError("--radius: \(radius); expected 1 to 1000")
    }
    if let epsilon, !(epsilon > 0 && epsilon <= 1e6) {
      throw ValidationError("--epsilon: \(epsilon); expected a number above 0, 1000000 at most")
    }
    if model != FilterModel.guided.name, radius != nil || epsilon != nil {
      throw ValidationError("--radius and --epsilon belong to --model guided")
    }
  }

  /// Loads the model for a factor.
  func load(factor: Int) throws -> DepthModel {
    guard model == FilterModel.guided.name else {
      return try DepthModel.named(model, factor: factor)
    }
    let filter =
      if let epsilon {
        FilterModel.guided(upsampling: factor, radius: radius, epsilon: epsilon)
      } else {
        FilterModel.guided(upsampling: factor, radius: radius)
      }
    return DepthModel(filter, protocol: .dknBicubic)
  }
}
