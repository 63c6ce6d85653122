import BurnishModels
import BurnishNetworks
import BurnishTensors

/// How far pictures are from what a denoising autoencoder makes of them: `‖A(I + n) − I‖²`.
///
/// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors", section 4.2: the difference
/// points to the mean of the natural pictures around I (mean shift), and vanishes where I is one. The
/// noise n, of the strength that the autoencoder was trained for, keeps its input among those that it has
/// seen; what that estimates is the shift of a kernel of twice the variance (equation 8).
public struct AutoencodingPrior {
  private let network: DenoisingAutoencoder
  /// The standard deviation of the noise that the autoencoder was trained on, for samples in 0...255.
  public let sigma: Float

  /// The channels of the pictures.
  public var channels: Int { network.hyperparameters.imageChannels }

  public init(_ network: DenoisingAutoencoder, sigma: Float) {
    precondition(sigma > 0, "a standard deviation of \(sigma) is not positive")
    (self.network, self.sigma) = (network, sigma)
  }

  /// An autoencoder from its weight file.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged, has no
  ///   card, or is not of a denoising autoencoder for one strength of noise.
  public init(contentsOf path: String) throws(Failure) {
    let (architecture, weights, card) = try WeightFile.read(path)
    guard
      let hyperparameters = architecture.hyperparameters as? DenoisingAutoencoder.Hyperparameters,
      case .gaussianNoise(let sigma) = card.degradation
    else {
      throw Failure(
        .badData, path, found: "\(architecture.name), trained to undo \(card.degradation.words)",
        wanted: "a denoising autoencoder for noise of one strength")
    }
    let network = DenoisingAutoencoder(hyperparameters)
    try network.parameters.load(weights, from: path)
    self.init(network, sigma: sigma)
  }

  /// The difference at a picture, and the gradient of half of its square.
  ///
  /// With `A(x) = x + c(x)`, as the network has it, the difference is `n + c(I + n)` and the gradient its
  /// product with the transposed Jacobian of c.
  /// - Parameters:
  ///   - picture: I, `[1, C, H, W]`, samples in 0...1.
  ///   - noise: n, of the same shape and scale.
  public func evaluated(
    at picture: Tensor, noise: Tensor
  ) -> (difference: Tensor, gradient: Tensor) {
    let tape = Tape(mode: .inference, differentiatesParameters: false)
    let input = tape.variable(picture + noise)
    let correction = network.correction(of: input)
    let difference = correction.value + noise
    tape.backward(from: correction, gradient: difference)
    guard let gradient = tape.gradient(of: input) else {
      preconditionFailure("a correction depends on its picture")
    }
    return (difference, gradient)
  }
}
