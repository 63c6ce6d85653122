import BurnishFilters

extension FilterModel {
  /// The guided filter, with settings for noise.
  public static let guided: FilterModel = .guided(for: .noiseReduction)

  /// The guided filter with settings for a use.
  ///
  /// The defaults are what came out best on depth: for upsampling on Middlebury's at 4, 8 and 16, with
  /// windows as wide as a low-resolution sample; for noise on that of NYU v2 with noise of variance
  /// 0.005.
  /// - Parameters:
  ///   - radius: of the filter's windows; if not given, half of the factor, or 4 for noise.
  ///   - epsilon: in squares of the guide's samples; if not given, 0.0003, or 0.001 for noise.
  public static func guided(
    for use: Use, radius: Int? = nil, epsilon: Float? = nil
  ) -> FilterModel {
    let standard =
      switch use {
      case .upsampling(let factor), .classScores(let factor):
        GuidedFilter(radius: max(1, factor / 2), epsilon: 3e-4)
      case .noiseReduction: GuidedFilter(radius: 4, epsilon: 1e-3)
      }
    return FilterModel(
      name: "guided",
      filter: GuidedFilter(
        radius: radius ?? standard.radius, epsilon: epsilon ?? standard.epsilon))
  }
}
