import BurnishFilters

extension FilterModel {
  /// The guided filter with settings for what was enlarged.
  ///
  /// - Parameters:
  ///   - factor: how many times larger each side has become.
  ///   - radius: of the filter's windows; if not given, half of the factor, so that a window is as
  ///     wide as a low-resolution sample.
  ///   - epsilon: in squares of the guide's samples; the default and that of the radius came out best
  ///     on Middlebury's depth at 4, 8 and 16.
  public static func guided(
    upsampling factor: Int, radius: Int? = nil, epsilon: Float = 3e-4
  ) -> FilterModel {
    FilterModel(
      name: guided.name,
      filter: GuidedFilter(radius: radius ?? max(1, factor / 2), epsilon: epsilon))
  }
}
