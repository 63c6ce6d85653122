import BurnishNetworks
import BurnishTensors

extension DepthModel {
  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged, has no
  ///   card, or does not hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    let (tensors, metadata) = try Safetensors.read(path)
    let card = try ModelCard(metadata: metadata, path: path)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard tensor.withUnsafeSamples({ $0.allSatisfy(\.isFinite) }) else {
        throw Failure(
          .badData, path, found: "the tensor \"\(name)\" holds NaN or infinities",
          wanted: "finite weights")
      }
    }
    throw Failure(
      .badData, path, found: "weights of the unknown architecture \"\(card.architecture.name)\"")
  }
}
