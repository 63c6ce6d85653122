import BurnishCore
import BurnishInverse
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// The distance of images from a denoising autoencoder's output: `‖A(I + n) − I‖²`.
///
/// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors", section 4.2: the
/// difference points to the mean of the natural images around I (mean shift). It vanishes if I is a
/// natural image. The noise n has the strength that the autoencoder was trained for, so that its
/// input resembles its training data. The difference then estimates the shift of a kernel with
/// twice the variance (equation 8).
///
/// An autoencoder for color sees a gray image as three equal colors with independent noise; its
/// outputs are averaged. An autoencoder for gray sees colors one by one.
public struct AutoencoderPrior: GradientPrior {
  /// The standard deviation of the noise that the autoencoder was trained on, for samples in 0...255.
  public let sigma: Float
  /// The number of channels that the autoencoder takes.
  public let channels: Int
  /// The name that a user gives for the weights.
  public internal(set) var name: String
  /// The most rows and columns, without margins, that the autoencoder processes at once. Numbers
  /// below 64 act like 64. It processes larger images in parts, so memory stays bounded.
  public var tileSize = Tiling.imageSize
  /// A prior for weaker noise, which knows finer structures but cannot remove coarse errors.
  /// ``Splitting`` ends with it. It must take the same number of channels.
  public var fine: AutoencoderPrior? {
    get { finePriors.first }
    set {
      require(
        newValue.map { $0.sigma < sigma && $0.channels == channels } ?? true,
        "a fine prior is for weaker noise on as many channels")
      finePriors = newValue.map { [$0] } ?? []
    }
  }
  /// An array, since a struct cannot store a value of its own type.
  private var finePriors: [AutoencoderPrior] = []
  private let network: DenoisingAutoencoder
  private let reach: Int
  private let ownChecksum: UInt32

  /// - Parameters:
  ///   - network: an autoencoder that was trained on noise of one strength.
  ///   - sigma: the standard deviation of that noise for samples in 0...255.
  ///   - name: the name that a user gives for the weights.
  /// - Throws: ``Failure`` of the kind `usage` if `sigma` is not positive.
  public init(
    _ network: DenoisingAutoencoder, sigma: Float, name: String = "autoencoder"
  ) throws(Failure) {
    try checkNoise(sigma)
    (self.sigma, self.name) = (sigma, name)
    channels = network.hyperparameters.imageChannels
    reach = network.hyperparameters.reach
    self.network = network
    ownChecksum = network.parameters.snapshot().sorted { $0.key < $1.key }.reduce(0) {
      ($0 &* 31) ^ Self.checksum(of: $1.value)
    }
  }

  /// Eight hexadecimal digits that identify these weights, and eight more for a fine prior.
  public var checksum: String {
    ([self] + finePriors).map {
      let digits = String($0.ownChecksum, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined(separator: "-")
  }

  /// FNV-1a of the samples' bits, 32 at a time.
  private static func checksum(of tensor: Tensor) -> UInt32 {
    tensor.withUnsafeSamples { samples in
      samples.reduce(0x811c_9dc5 as UInt32) { ($0 ^ $1.bitPattern) &* 0x0100_0193 }
    }
  }

  /// An autoencoder from its weight file.
  ///
  /// - Throws: ``Failure``: `noInput` if the file does not exist; `badData` if it is damaged, has
  ///   no card, or does not hold a denoising autoencoder for one strength of noise.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, like ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (path, card) = (file.path, file.card)
    let (architecture, weights) = try file.contents()
    guard
      let hyperparameters = architecture.hyperparameters as? DenoisingAutoencoder.Hyperparameters,
      case .gaussianNoise(let sigma) = card.degradation
    else {
      throw Failure(
        .badData, path,
        found: "\(architecture.name), trained to undo \(card.degradation.description)",
        wanted: "a denoising autoencoder for noise of one strength")
    }
    guard [1, 3].contains(hyperparameters.imageChannels) else {
      throw Failure(
        .badData, path, found: "an autoencoder of \(hyperparameters.imageChannels) channels",
        wanted: "1 for gray or 3 for color")
    }
    let network = try ParameterScope.reading(weights, from: path) {
      DenoisingAutoencoder(hyperparameters, in: $0)
    }
    try self.init(network, sigma: sigma, name: card.name)
  }

  /// The name of the paper's prior: only the shipped weights for noise of 25.
  public static let paperName = "daep"

  /// The shape of the noise for an image.
  func noiseShape(for image: Tensor) -> [Int] {
    [1, max(channels, image.shape[1]), image.shape[2], image.shape[3]]
  }

  public func noise(seed: UInt64, iteration: Int, for image: Tensor) -> Tensor {
    var random = RandomNumbers(seed: seed, stream: UInt64(iteration))
    return random.normal(shape: noiseShape(for: image), standardDeviation: sigma / 255)
  }

  /// The squared difference at an image, and its gradient.
  ///
  /// The network computes `A(x) = x + c(x)`, so the difference is `n + c(I + n)`. The gradient is
  /// the product of the difference and the transposed Jacobian of c.
  /// - Parameters:
  ///   - image: I, `[1, 1 or 3, H, W]`, samples in 0...1.
  ///   - noise: n, on the same scale, with as many channels as the image or the autoencoder,
  ///     whichever has more.
  public func evaluated(at image: Tensor, noise: Tensor) -> PriorEvaluation {
    check(image)
    require(
      noise.shape == noiseShape(for: image),
      "noise of shape \(noise.shape) does not go with an image of \(image.shape)")
    let parts = zip(inputs(of: image), self.parts(of: noise)).map { differentiated($0, $1) }
    let gradients = parts.map(\.gradient)
    return PriorEvaluation(
      residual: parts.reduce(0) { $0 + $1.residual } * share(of: image),
      gradient: output(gradients, for: image))
  }

  /// The autoencoder's output for an image whose noise differs in strength from the training noise.
  /// The image's contrast is changed so that the noise has that strength, and then restored.
  ///
  /// - Parameters:
  ///   - image: `[1, 1 or 3, H, W]`, samples in 0...1 except for their noise.
  ///   - sigma: the standard deviation of the noise for samples in 0...255.
  /// - Returns: the result in the same shape, not clipped.
  public func denoised(_ image: Tensor, sigma: Float) -> Tensor {
    check(image)
    let contrast = self.sigma / sigma
    let tiling = Tiling(tileSize: max(64, tileSize), reach: reach, alignment: 1)
    let outputs = inputs(of: image).map { input in
      let scaled = (input - 0.5) * contrast + 0.5
      let correction = tiling.assembled(
        shape: input.shape,
        part: { rows, columns in
          network.correction(of: scaled.cropped(rows: rows, columns: columns))
        }, progress: { _ in })
      return input + correction * (1 / contrast)
    }
    return output(outputs, for: image)
  }

  // MARK: Channels

  private func check(_ image: Tensor) {
    require(
      image.shape.count == 4 && image.shape[0] == 1 && [1, 3].contains(image.shape[1]),
      "an image of shape \(image.shape) is not [1, 1 or 3, H, W]")
  }

  /// An image as the autoencoder sees it: whole, repeated, or plane by plane.
  private func inputs(of image: Tensor) -> [Tensor] {
    image.shape[1] == 1 && channels == 3
      ? [Tensor.joined([image, image, image])] : parts(of: image)
  }

  /// The tensor's channels in parts for the autoencoder.
  private func parts(of tensor: Tensor) -> [Tensor] {
    tensor.split(counts: Array(repeating: channels, count: tensor.shape[1] / channels))
  }

  /// The image's channels as a share of the autoencoder's input.
  private func share(of image: Tensor) -> Double {
    image.shape[1] < channels ? Double(image.shape[1]) / Double(channels) : 1
  }

  /// The autoencoder's outputs joined into one tensor in the image's shape.
  private func output(_ parts: [Tensor], for image: Tensor) -> Tensor {
    let whole = parts.count == 1 ? parts[0] : Tensor.joined(parts)
    guard image.shape[1] < channels else { return whole }
    let planes = whole.split(counts: Array(repeating: 1, count: channels))
    return planes.dropFirst().reduce(planes[0], +) * (1 / Float(channels))
  }

  // MARK: The gradient

  private func differentiated(_ image: Tensor, _ noise: Tensor) -> PriorEvaluation {
    let shape = image.shape
    // Gradient and difference share one tensor, so that both are assembled from parts.
    let both = Tiling(tileSize: max(64, tileSize), reach: 2 * reach, alignment: 1).assembled(
      shape: [1, 2 * channels, shape[2], shape[3]],
      part: { rows, columns in
        let noise = noise.cropped(rows: rows, columns: columns)
        let tape = Tape(mode: .inference, differentiatesParameters: false)
        let input = tape.variable(image.cropped(rows: rows, columns: columns) + noise)
        let correction = network.correction(of: input)
        let difference = correction.value + noise
        tape.backward(from: correction, gradient: difference)
        return Tensor.joined([tape.gradient(of: input)!, difference])
      }, progress: { _ in })
    let parts = both.split(counts: [channels, channels])
    return PriorEvaluation(residual: parts[1].dot(parts[1]), gradient: parts[0])
  }
}
