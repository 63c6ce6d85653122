import BurnishCore
import BurnishFilters
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A trained network as a filter without a guide.
struct NetworkImageFilter: ImageFilter {
  let channels, reach, alignment: Int
  /// The channels of the result. A network that restores returns as many as it takes.
  let outputChannels: Int
  private let network: any ImageNetwork
  private let lattice: PixelLattice

  /// - Parameters:
  ///   - lattice: the pixels to compute.
  ///   - path: the weight file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if the architecture takes a guide or the weights
  ///   do not fit it.
  init(
    _ architecture: Architecture, weights: [String: Tensor], at lattice: PixelLattice = .everyPixel,
    path: String
  ) throws(Failure) {
    let hyperparameters = try architecture.image(path: path)
    network = try ParameterScope.reading(weights, from: path) { hyperparameters.network(in: $0) }
    self.lattice = lattice
    (channels, outputChannels) = (hyperparameters.imageChannels, hyperparameters.outputChannels)
    (reach, alignment) = (hyperparameters.reach, hyperparameters.alignment)
  }

  var reconstructions: ReconstructionRecord? { network.reconstructions }

  var staged: (any StagedFilter)? {
    (network as? any StagedNetwork).map(StagedNetworkFilter.init)
  }

  func filter(_ image: Tensor) -> Tensor {
    lattice == .everyPixel ? network.filter(image) : network(image, at: lattice)
  }
}
