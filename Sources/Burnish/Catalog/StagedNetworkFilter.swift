import BurnishFilters
import BurnishModels
import BurnishTensors

/// A network that divides images into tiles itself, as a filter.
struct StagedNetworkFilter: StagedFilter {
  let network: any StagedNetwork

  func filter(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    try network.filter(planes, guide: guide, tileSize: tileSize, progress: progress)
  }
}
