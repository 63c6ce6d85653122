import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A filter that restores a picture from that picture alone.
public protocol PictureFilter: Sendable {
  /// The channels of the pictures that it takes: 3 for red, green and blue together, 1 for planes.
  var channels: Int { get }

  /// How far a result depends on samples, in rows and columns.
  var reach: Int { get }

  /// The multiples at which parts of a picture may start.
  var alignment: Int { get }

  /// - Parameter picture: `[1, C, H, W]` of ``channels`` channels, samples in 0...1 beside their noise.
  /// - Returns: the restored picture, of the same shape, not clipped.
  func filter(_ picture: Tensor) -> Tensor

  /// What the systems came to that the filter solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// The network of a filter that is to be given whole pictures, and cuts them itself; `nil` for others, which is the
  /// default.
  var staged: (any StagedNetwork)? { get }
}

extension PictureFilter {
  public var reconstructions: ReconstructionRecord? { nil }

  public var staged: (any StagedNetwork)? { nil }
}

/// The filter that leaves every picture as it is.
public struct UnchangedPicture: PictureFilter {
  public let channels = 1
  public let reach = 0
  public let alignment = 1

  public init() {}

  public func filter(_ picture: Tensor) -> Tensor { picture }
}

/// A trained network as a filter.
struct NetworkPictureFilter: PictureFilter {
  let channels, reach, alignment: Int
  /// The channels of the result, which are as many as it takes in a network that restores.
  let outputChannels: Int
  private let network: any PictureNetwork
  private let lattice: PixelLattice

  /// - Parameters:
  ///   - lattice: the pixels that are asked for.
  ///   - path: the weights' file, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` where the architecture takes a guide, or the weights
  ///   are not its own.
  init(
    _ architecture: Architecture, weights: [String: Tensor], at lattice: PixelLattice = .everyPixel,
    path: String
  ) throws(Failure) {
    let hyperparameters = try architecture.picture(path: path)
    network = try ParameterScope.reading(weights, from: path) { hyperparameters.network(in: $0) }
    self.lattice = lattice
    (channels, outputChannels) = (hyperparameters.imageChannels, hyperparameters.outputChannels)
    (reach, alignment) = (hyperparameters.reach, hyperparameters.alignment)
  }

  var reconstructions: ReconstructionRecord? { network.reconstructions }

  var staged: (any StagedNetwork)? { network as? any StagedNetwork }

  func filter(_ picture: Tensor) -> Tensor {
    lattice == .everyPixel ? network.filter(picture) : network(picture, at: lattice)
  }
}
