import BurnishCore
import BurnishTensors

/// The guided filter can replace a learned filter.
extension GuidedFilter: JointFilter {
  public var alignment: Int { 1 }

  public var isLinear: Bool { true }

  public func filter(planes: Tensor, guide: Tensor) -> Tensor {
    filter(target: planes, guide: guide)
  }

  /// For a guide with three equal channels, an equivalent filter with one channel as the guide. The result is
  /// the same. But each window needs only a division, not a matrix that is nearly singular for small ε.
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
  /// The defaults gave the best results on depth. For upsampling, the data were Middlebury's at factors of 4,
  /// 8, and 16; the windows are as wide as a low-resolution sample. For noise, they were those of NYU v2 with
  /// a noise variance of 0.005.
  /// - Parameters:
  ///   - radius: the radius of the filter's windows; if not given, half of the factor, or 4 for noise.
  ///   - epsilon: ε, in units of the guide's squared samples; if not given, 0.0003, or 0.001 for noise.
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
