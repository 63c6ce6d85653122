import BurnishTensors

/// The filter that returns its target unchanged. After bicubic enlargement, it is the baseline.
public struct IdentityFilter: JointFilter {
  public init() {}

  public func filter(target: Tensor, guide: Tensor) -> Tensor { target }

  public var reach: Int { 0 }
  public var alignment: Int { 1 }
  public var isLinear: Bool { true }
}

extension NamedJointFilter {
  /// Bicubic enlargement without a filter.
  public static let bicubic = NamedJointFilter("bicubic") { purpose in
    if case .upsampling = purpose { IdentityFilter() } else { nil }
  }

  /// No noise reduction, to measure the noise.
  public static let none = NamedJointFilter("none", isOffered: false) { purpose in
    purpose == .noiseReduction ? IdentityFilter() : nil
  }
}
