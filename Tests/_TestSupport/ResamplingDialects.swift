import BurnishImages

extension ResamplingDialect {
  /// Those that know every size and kernel. deepinv's reductions have whole factors and fewer kernels, and tests of their
  /// own among those of conventions.
  public static let ofEverySize = allCases.filter { $0 != .deepInv }
}
