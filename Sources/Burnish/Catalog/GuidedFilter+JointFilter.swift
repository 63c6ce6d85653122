import BurnishFilters
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
    return (GuidedFilter(radius: radius, epsilon: epsilon / 3), gray)
  }
}
