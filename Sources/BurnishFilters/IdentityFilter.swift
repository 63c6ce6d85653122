import BurnishTensors

/// The filter that changes nothing: what the enlargement alone gives.
public struct IdentityFilter: JointFilter {
  public init() {}

  public func filter(target: Tensor, guide: Tensor) -> Tensor { target }

  public var reach: Int { 0 }
  public var alignment: Int { 1 }
  public var isLinear: Bool { true }
}

extension NamedJointFilter {
  /// What enlargement alone gives.
  public static let bicubic = NamedJointFilter("bicubic") { purpose in
    if case .upsampling = purpose { IdentityFilter() } else { nil }
  }

  /// Noise as it is, to be measured.
  public static let none = NamedJointFilter("none", isOffered: false) { purpose in
    purpose == .noiseReduction ? IdentityFilter() : nil
  }
}
