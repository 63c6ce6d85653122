import Burnish
import BurnishCore
import BurnishTensors

/// Gaussian noise that an evaluation adds to its images, the same every time.
public struct ReproducibleNoise: Sendable, Hashable {
  /// The standard deviation, for samples in 0...255.
  public var sigma: Double
  /// The noise of an image depends on this, on its number in the suite and on its size alone.
  public var seed: UInt64 = 1

  public init(sigma: Double) {
    precondition(sigma >= 0, "a standard deviation of \(sigma) is negative")
    self.sigma = sigma
  }

  /// - Parameters:
  ///   - image: samples in 0...1.
  ///   - number: the image's place in its suite.
  /// - Returns: the image with noise, neither clipped nor rounded.
  package func added(to image: Tensor, number: Int) -> Tensor {
    var random = RandomNumbers(seed: seed, stream: UInt64(number))
    return Degradation.gaussianNoise(sigma: Float(sigma)).applied(to: image, random: &random)
  }
}
