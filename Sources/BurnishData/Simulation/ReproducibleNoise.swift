import Burnish
import BurnishCore
import BurnishTensors

/// Gaussian noise that an evaluation adds to its images, the same in every run.
public struct ReproducibleNoise: Sendable, Hashable {
  /// The standard deviation, for samples in 0...255.
  public var sigma: Double
  /// The seed; the noise of an image depends only on the seed, the image's number in the data set, and its size.
  public var seed: UInt64 = 1

  public init(sigma: Double) {
    require(sigma >= 0, "a standard deviation of \(sigma) is negative")
    self.sigma = sigma
  }

  /// Adds the noise to an image.
  ///
  /// - Parameters:
  ///   - image: samples in 0...1.
  ///   - number: the image's number in its data set.
  /// - Returns: the noisy image, neither clipped nor rounded.
  package func added(to image: Tensor, number: Int) -> Tensor {
    var random = RandomNumbers(seed: seed, stream: UInt64(number))
    return Degradation.gaussianNoise(sigma: Float(sigma)).applied(to: image, random: &random)
  }
}
