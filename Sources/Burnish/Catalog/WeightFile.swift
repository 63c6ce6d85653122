import BurnishCore
import BurnishNetworks
import BurnishTensors

/// A weight file that is open: what it says about itself is read, its weights are when a model is built.
public struct WeightFile: Sendable {
  public let path: String
  public let card: ModelCard
  /// How many numbers the file's tensors hold, running statistics included.
  public let count: Int
  private let file: SafetensorsFile

  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged or
  ///   has no card.
  public init(contentsOf path: String) throws(Failure) {
    file = try SafetensorsFile(contentsOf: path)
    self.path = path
    card = try ModelCard(metadata: file.metadata, path: path)
    count = file.shapes.values.reduce(0) { $0 + $1.reduce(1, *) }
  }

  /// Reads the weights, and what the card says of their network.
  ///
  /// - Throws: ``Failure``: `inputOutput` where reading breaks off, `badData` where weights are not finite or
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
  /// Whether no sample is a NaN or infinite.
  fileprivate var isFinite: Bool {
    // Without a way out of the loop, which would keep it from taking several samples at once.
    withUnsafeSamples { samples in
      var greatest: UInt32 = 0
      for sample in samples { greatest = max(greatest, sample.bitPattern & 0x7fff_ffff) }
      return greatest < Float.infinity.bitPattern
    }
  }
}
