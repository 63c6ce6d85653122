import BurnishFilters
import BurnishTensors

/// The guided filter takes part wherever a learned filter does.
extension GuidedFilter: JointFilter {
  public var alignment: Int { 1 }

  public func filter(planes: Tensor, guide: Tensor) -> Tensor {
    filter(target: planes, guide: guide)
  }
}
