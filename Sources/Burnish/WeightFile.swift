import BurnishNetworks
import BurnishTensors

/// What a weight file says without its weights being read.
public struct WeightFile: Sendable {
  public let path: String
  public let card: ModelCard
  /// How many numbers the file's tensors hold, running statistics included.
  public let count: Int

  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged or
  ///   has no card.
  public init(contentsOf path: String) throws(Failure) {
    let header = try Safetensors.readHeader(path)
    self.path = path
    card = try ModelCard(metadata: header.metadata, path: path)
    count = header.shapes.values.reduce(0) { $0 + $1.reduce(1, *) }
  }

  /// Reads a whole weight file.
  ///
  /// - Throws: ``Failure`` as ``init(contentsOf:)``, and `badData` where weights are not finite or
  ///   the card's architecture is unknown.
  static func read(
    _ path: String
  ) throws(Failure) -> (architecture: Architecture, weights: [String: Tensor], card: ModelCard) {
    let (tensors, metadata) = try Safetensors.read(path)
    let card = try ModelCard(metadata: metadata, path: path)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard tensor.withUnsafeSamples({ $0.allSatisfy(\.isFinite) }) else {
        throw Failure(
          .badData, path, found: "the tensor \"\(name)\" holds NaN or infinities",
          wanted: "finite weights")
      }
    }
    return (try Architecture(card.architecture, path: path), tensors, card)
  }
}
