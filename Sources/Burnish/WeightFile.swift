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
}
