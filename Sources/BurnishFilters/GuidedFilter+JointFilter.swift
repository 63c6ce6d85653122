import BurnishCore
import BurnishTensors

/// The guided filter takes part wherever a learned filter does.
extension GuidedFilter: JointFilter {
  public var alignment: Int { 1 }

  public var isLinear: Bool { true }

  public func filter(planes: Tensor, guide: Tensor) -> Tensor {
    filter(target: planes, guide: guide)
  }

  /// With a guide of three equal channels, the same filter of one of them: the result is the same, and the equations
  /// are one number instead of a matrix that is all but singular for small ε.
  public func following(_ guide: Tensor) -> (filter: any JointFilter, guide: Tensor) {
    guard guide.shape[1] == 3, let gray = OpponentColors.gray(of: guide) else {
      return (self, guide)
    }
    return (GuidedFilter(checkedRadius: radius, epsilon: epsilon / 3), gray)
  }
}

extension GuidedFilter {
  /// The filter with settings for a purpose.
  ///
  /// The defaults are what came out best on depth: for upsampling on Middlebury's at 4, 8 and 16, with
  /// windows as wide as a low-resolution sample; for noise on that of NYU v2 with noise of variance
  /// 0.005.
  /// - Parameters:
  ///   - radius: of the filter's windows; if not given, half of the factor, or 4 for noise.
  ///   - epsilon: in squares of the guide's samples; if not given, 0.0003, or 0.001 for noise.
  /// - Throws: ``Failure``, like ``init(radius:epsilon:)``.
  public init(for purpose: Purpose, radius: Int? = nil, epsilon: Float? = nil) throws(Failure) {
    let standard = GuidedFilter(for: purpose)
    try self.init(radius: radius ?? standard.radius, epsilon: epsilon ?? standard.epsilon)
  }

  /// The filter with the defaults for a purpose.
  public init(for purpose: Purpose) {
    switch purpose {
    case .upsampling(let factor), .classScores(let factor):
      self.init(checkedRadius: max(1, factor / 2), epsilon: 3e-4)
    case .noiseReduction: self.init(checkedRadius: 4, epsilon: 1e-3)
    }
  }
}

extension NamedJointFilter {
  /// ``GuidedFilter``.
  public static let guided = NamedJointFilter("guided") { GuidedFilter(for: $0) }
}
