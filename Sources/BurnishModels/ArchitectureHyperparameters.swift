import BurnishCore
import BurnishNetworks

/// The hyperparameters of a network, and its properties that are needed before it is built.
public protocol ArchitectureHyperparameters: Codable, Sendable, Hashable {
  /// The network's name in model cards and recipes.
  static var architectureName: String { get }

  /// The maximum distance, in rows and columns, at which samples influence a result. It is the margin of
  /// tiles.
  var reach: Int { get }

  /// Tiles must start at multiples of this number.
  var alignment: Int { get }

  /// Checks values from a file against the network's preconditions. Limits bound the memory that a damaged
  /// file can request.
  ///
  /// - Parameter path: their file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` that names the first value out of range.
  func check(path: String) throws(Failure)
}

/// The hyperparameters of a network that filters one image with another as a guide.
public protocol JointArchitecture: ArchitectureHyperparameters {
  /// Makes the network.
  ///
  /// - Parameter scope: the root in which the layers draw or read their weights.
  func network(in scope: ParameterScope) -> any JointNetwork
}

/// The hyperparameters of a network that restores an image without a guide.
public protocol ImageArchitecture: ArchitectureHyperparameters {
  /// The number of channels of the input: 1 for gray, 3 for red, green, and blue.
  var imageChannels: Int { get }

  /// The number of channels of the output.
  var outputChannels: Int { get }

  /// Makes the network.
  ///
  /// - Parameter scope: the root in which the layers draw or read their weights.
  func network(in scope: ParameterScope) -> any ImageNetwork
}

extension JointArchitecture {
  /// Makes the network with initial weights.
  ///
  /// - Parameter seed: the seed of the weights.
  public func network(seed: UInt64) -> any JointNetwork { network(in: ParameterScope(seed: seed)) }
}

extension ImageArchitecture {
  /// By default, the number of channels of the input.
  public var outputChannels: Int { imageChannels }

  /// Makes the network with initial weights.
  ///
  /// - Parameter seed: the seed of the weights.
  public func network(seed: UInt64) -> any ImageNetwork {
    network(in: ParameterScope(seed: seed))
  }
}

extension ArchitectureHyperparameters {
  func isEqual(to other: any ArchitectureHyperparameters) -> Bool { other as? Self == self }

  /// Throws if a hyperparameter is out of range.
  func demand(
    _ condition: Bool, _ name: String, _ wanted: String, _ path: String
  ) throws(Failure) {
    guard !condition else { return }
    throw Failure(
      .badData, path, found: "the hyperparameter \(name) is out of range", wanted: wanted)
  }

  /// Throws if the values for the kernels of a deformable kernel network are invalid.
  func demandKernel(
    size: Int, windowRadius: Int, _ offsets: KernelOffsets, _ path: String
  ) throws(Failure) {
    try demand(
      size % 2 == 1 && (1...15).contains(size), "kernelSize", "an odd number in 1...15", path)
    try demand((0...64).contains(windowRadius), "windowRadius", "a number in 0...64", path)
    try demand(
      offsets == .learned || windowRadius >= size / 2, "windowRadius",
      "half of kernelSize at least where offsets are none", path)
  }
}
