import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A filter that restores an image from that image alone.
public protocol ImageFilter: Sendable {
  /// The channels of the images that it takes: 3 for red, green and blue together, 1 for planes.
  var channels: Int { get }

  /// How far a result depends on samples, in rows and columns.
  var reach: Int { get }

  /// The multiples at which parts of an image may start.
  var alignment: Int { get }

  /// - Parameter image: `[1, C, H, W]` of ``channels`` channels, samples in 0...1 beside their noise.
  /// - Returns: the restored image, of the same shape, not clipped.
  func filter(_ image: Tensor) -> Tensor

  /// What the systems came to that the filter solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// The network of a filter that is to be given whole images, and cuts them itself; `nil` for others, which is the
  /// default.
  var staged: (any StagedNetwork)? { get }
}

extension ImageFilter {
  public var reconstructions: ReconstructionRecord? { nil }

  public var staged: (any StagedNetwork)? { nil }
}

/// The filter that leaves every image as it is.
public struct UnchangedImage: ImageFilter {
  public let channels = 1
  public let reach = 0
  public let alignment = 1

  public init() {}

  public func filter(_ image: Tensor) -> Tensor { image }
}

/// A trained network as a filter.
struct NetworkImageFilter: ImageFilter {
  let channels, reach, alignment: Int
  /// The channels of the result, which are as many as it takes in a network that restores.
  let outputChannels: Int
  private let network: any ImageNetwork
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
    let hyperparameters = try architecture.image(path: path)
    network = try ParameterScope.reading(weights, from: path) { hyperparameters.network(in: $0) }
    self.lattice = lattice
    (channels, outputChannels) = (hyperparameters.imageChannels, hyperparameters.outputChannels)
    (reach, alignment) = (hyperparameters.reach, hyperparameters.alignment)
  }

  var reconstructions: ReconstructionRecord? { network.reconstructions }

  var staged: (any StagedNetwork)? { network as? any StagedNetwork }

  func filter(_ image: Tensor) -> Tensor {
    lattice == .everyPixel ? network.filter(image) : network(image, at: lattice)
  }
}
