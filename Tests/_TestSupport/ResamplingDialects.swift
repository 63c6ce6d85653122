import BurnishImages

extension ResamplingDialect {
  /// The dialects that support every size and kernel. deepinv's reductions need whole factors, have fewer
  /// kernels, and are tested separately with the conventions.
  public static let ofEverySize = allCases.filter { $0 != .deepInv }
}
