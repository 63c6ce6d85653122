import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors

/// Another program's weights as a model of this program.
public struct ImportedModel: Sendable {
  public let card: ModelCard
  /// The weights by the paths of the network's parameters.
  public let weights: [String: Tensor]
  /// Descriptions of what was inferred from the file's name; may be empty.
  public let takenFromName: [String]
  /// Remarks about the file for the user; may be empty.
  public let remarks: [String]

  /// The number of values in the weights, including running statistics.
  public var count: Int { weights.values.reduce(0) { $0 + $1.count } }

  /// Writes a weight file with the model's card.
  ///
  /// - Throws: the same ``Failure`` as `Safetensors.write`.
  public func write(to path: String) throws(Failure) {
    try Safetensors.write(weights, metadata: card.metadata(), to: path)
  }
}
