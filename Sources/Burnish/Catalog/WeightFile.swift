import BurnishCore
import BurnishNetworks
import BurnishTensors

/// An open weight file. Its card is read; its weights are read when a model is built.
public struct WeightFile: Sendable {
  public let path: String
  public let card: ModelCard
  /// How many numbers the file's tensors hold, running statistics included.
  public let count: Int
  private let file: SafetensorsFile

  /// - Throws: ``Failure``: `noInput` if the file does not exist, `badData` if it is damaged or has
  ///   no card.
  public init(contentsOf path: String) throws(Failure) {
    file = try SafetensorsFile(contentsOf: path)
    self.path = path
    card = try ModelCard(metadata: file.metadata, path: path)
    count = file.shapes.values.reduce(0) { $0 + $1.reduce(1, *) }
  }

  /// Reads the weights and the card's architecture.
  ///
  /// - Throws: ``Failure``: `inputOutput` if reading fails, `badData` if weights are not finite or
  ///   the card's architecture is unknown.
  func contents() throws(Failure) -> (architecture: Architecture, weights: [String: Tensor]) {
    let tensors = try file.tensors()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard tensor.isFinite else {
        throw Failure(
          .badData, path, found: "the tensor \"\(name)\" holds NaN or infinities",
          wanted: "finite weights")
      }
    }
    return (try Architecture(card.architecture, path: path), tensors)
  }
}

extension Tensor {
  /// Whether all samples are finite.
  fileprivate var isFinite: Bool {
    // The loop has no early exit, which would prevent vectorization.
    withUnsafeSamples { samples in
      var maximum: UInt32 = 0
      for sample in samples { maximum = max(maximum, sample.bitPattern & 0x7fff_ffff) }
      return maximum < Float.infinity.bitPattern
    }
  }
}
