// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), section 4.
//
// Departures from the paper: none.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The denoising autoencoder: a stack of 3 x 3 convolutions that predicts the noise of an image.
///
/// Batch normalization follows every convolution except the first and the last. ReLU follows every
/// convolution except the last. The output is the negative noise, so input plus output is the clean
/// image.
public struct DenoisingAutoencoder: ImageNetwork {
  public struct Hyperparameters: Sendable, Hashable, Codable {
    public var imageChannels = 3
    /// The number of channels in the inner layers.
    public var channels = 64
    /// The number of convolutions.
    public var depth = 20

    public init() {}
  }

  /// The constant that normalization adds to variances.
  public static let epsilon: Float = 1e-5

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  private let stages: [ConvolutionBlock]

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(hyperparameters.depth >= 2, "depth \(hyperparameters.depth) must be at least 2")
    self.hyperparameters = hyperparameters
    let channels = hyperparameters.channels
    let first = Conv2d(
      from: hyperparameters.imageChannels, to: channels, kernelSize: 3, activation: .relu,
      in: scope["conv1"])
    let middle = (2..<hyperparameters.depth).map { index in
      ConvolutionBlock(
        Conv2d(
          from: channels, to: channels, kernelSize: 3,
          initializer: .deltaOrthogonal(gain: Float(2).squareRoot()), in: scope["conv\(index)"]),
        BatchNorm2d(channels, epsilon: Self.epsilon, relu: true, in: scope["norm\(index)"])
      )
    }
    // Start with a correction of zero, because the noise is a tenth of what He's weights would add.
    let last = Conv2d(
      from: channels, to: hyperparameters.imageChannels, kernelSize: 3, initializer: .zeros,
      in: scope["conv\(hyperparameters.depth)"])
    stages = [ConvolutionBlock(first)] + middle + [ConvolutionBlock(last)]
    parameters = scope.parameters
  }

  public func callAsFunction<T: TensorLike>(_ image: T) -> T { image + correction(of: image) }

  /// - Parameter image: `[N, C, H, W]`, samples in 0...1.
  /// - Returns: the correction to add to the image, `[N, C, H, W]`.
  public func correction<T: TensorLike>(of image: T) -> T {
    stages.reduce(image) { $0.applying($1) }
  }
}

extension DenoisingAutoencoder.Hyperparameters: ImageArchitecture {
  public static var architectureName: String { "DenoisingAutoencoder" }

  /// One pixel for each convolution of 3 x 3.
  public var reach: Int { depth }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demand((1...16).contains(imageChannels), "imageChannels", "a number in 1...16", path)
    try demand((1...1024).contains(channels), "channels", "a number in 1...1024", path)
    try demand((2...200).contains(depth), "depth", "a number in 2...200", path)
  }

  public func network(in scope: ParameterScope) -> any ImageNetwork {
    DenoisingAutoencoder(self, in: scope)
  }
}
