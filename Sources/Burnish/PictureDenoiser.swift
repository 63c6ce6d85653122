import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A trained network that removes noise from pictures, without a guide.
public struct PictureDenoiser: Sendable {
  /// What the weights say about themselves.
  public let card: ModelCard
  private let network: any CompiledPictureNetwork
  private let channels: Int

  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged,
  ///   has no card, is of another architecture or does not hold the tensors that its card's needs.
  public init(contentsOf path: String) throws(Failure) {
    let (architecture, weights, card) = try WeightFile.read(path)
    let hyperparameters = try architecture.picture(path: path)
    let network = hyperparameters.network(seed: 0)
    try network.parameters.load(weights, from: path)
    self.card = card
    self.network = network.compiled()
    channels = hyperparameters.imageChannels
  }

  /// The picture without the noise, as far as the network can tell.
  ///
  /// - Parameter picture: `[N, 3, H, W]`, or of as many channels as the network takes, samples in
  ///   0...1 beside the noise.
  /// - Returns: of the same shape, not clipped.
  public func denoised(_ picture: Tensor) -> Tensor {
    precondition(
      picture.shape.count == 4 && picture.shape[1] == channels,
      "a picture of shape \(picture.shape) is not [N, \(channels), H, W]")
    return network(picture)
  }
}
