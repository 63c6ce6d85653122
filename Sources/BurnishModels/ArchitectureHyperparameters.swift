import BurnishCore
import BurnishNetworks

/// The hyperparameters of a network, with what has to be known of it before it is built.
public protocol ArchitectureHyperparameters: Codable, Sendable, Hashable {
  /// The network's name in model cards and recipes.
  static var architectureName: String { get }

  /// How far a result depends on samples, in rows and columns: the margin of the parts that large images are cut into.
  var reach: Int { get }

  /// The multiples at which parts of an image may start.
  var alignment: Int { get }

  /// Asks of values from a file what the network demands by preconditions, with bounds on what a
  /// damaged file can make it allocate.
  ///
  /// - Parameter path: the file that they come from, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` with the name of the first that is out of range.
  func check(path: String) throws(Failure)
}

/// The hyperparameters of a network that filters one image under the guidance of another.
public protocol JointArchitecture: ArchitectureHyperparameters {
  /// The network, whose layers draw or read their weights in a scope.
  ///
  /// - Parameter scope: the network's root.
  func network(in scope: ParameterScope) -> any JointNetwork
}

/// The hyperparameters of a network that restores an image from that image alone.
public protocol ImageArchitecture: ArchitectureHyperparameters {
  /// The channels of the images that it takes: 1 for gray ones, 3 for red, green and blue.
  var imageChannels: Int { get }

  /// The channels of the images that it gives.
  var outputChannels: Int { get }

  /// The network, whose layers draw or read their weights in a scope.
  ///
  /// - Parameter scope: the network's root.
  func network(in scope: ParameterScope) -> any ImageNetwork
}

extension JointArchitecture {
  /// The network with initial weights.
  ///
  /// - Parameter seed: of the weights.
  public func network(seed: UInt64) -> any JointNetwork { network(in: ParameterScope(seed: seed)) }
}

extension ImageArchitecture {
  /// As many as it takes.
  public var outputChannels: Int { imageChannels }

  /// The network with initial weights.
  ///
  /// - Parameter seed: of the weights.
  public func network(seed: UInt64) -> any ImageNetwork {
    network(in: ParameterScope(seed: seed))
  }
}

extension ArchitectureHyperparameters {
  func isEqual(to other: any ArchitectureHyperparameters) -> Bool { other as? Self == self }

  /// Throws where a hyperparameter is out of range.
  func demand(
    _ condition: Bool, _ name: String, _ wanted: String, _ path: String
  ) throws(Failure) {
    guard !condition else { return }
    throw Failure(
      .badData, path, found: "the hyperparameter \(name) is out of range", wanted: wanted)
  }

  /// Throws where the kernels of a deformable kernel network cannot be as given.
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
