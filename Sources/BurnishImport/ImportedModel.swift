import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors

/// Weights of another program as a model of this one.
public struct ImportedModel: Sendable {
  public let card: ModelCard
  /// By the paths of the network's parameters.
  public let weights: [String: Tensor]
  /// What was taken from the file's name, in words; empty where nothing was.
  public let takenFromName: [String]
  /// What a user should know of the file, in words; empty where there is nothing.
  public let remarks: [String]

  /// How many numbers the weights are, running statistics included.
  public var count: Int { weights.values.reduce(0) { $0 + $1.count } }

  /// Writes a weight file that carries the model's card.
  ///
  /// - Throws: ``Failure`` as `Safetensors.write`.
  public func write(to path: String) throws(Failure) {
    try Safetensors.write(weights, metadata: card.metadata(), to: path)
  }
}
