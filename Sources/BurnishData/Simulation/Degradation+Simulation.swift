import Burnish
import BurnishTensors

extension Degradation {
  /// Degrades images into the input of a filter.
  ///
  /// - Parameters:
  ///   - truth: `[N, C, H, W]`, samples in 0...1; both sides are multiples of the factor, if there is one.
  ///   - random: the source of noise; nothing else takes numbers from it.
  /// - Returns: the enlarged low resolution, or the noisy images, neither rounded nor clipped; in the shape
  ///   of `truth`.
  public func applied(to truth: Tensor, random: inout RandomNumbers) -> Tensor {
    switch self {
    case .upsampling(let factor, let depthProtocol):
      depthProtocol.enlarged(depthProtocol.reduced(truth, factor: factor), factor: factor)
    case .classScores:
      fatalError("class scores are not made from images")
    case .pairs:
      fatalError("the inputs of pairs are not made from their targets")
    case .lostColors:
      fatalError("gray images have other channels than those in color")
    case .gaussianNoise(let sigma):
      truth + random.normal(shape: truth.shape, standardDeviation: sigma / 255)
    case .gaussianNoiseRange(let range):
      truth + Self.noise(shape: truth.shape, sigma: range, random: &random)
    }
  }

  /// Makes noise with one random standard deviation for each image.
  private static func noise(
    shape: [Int], sigma: ClosedRange<Float>, random: inout RandomNumbers
  ) -> Tensor {
    let deviations = (0..<shape[0]).map { _ in
      sigma.lowerBound + Float(random.uniform()) * (sigma.upperBound - sigma.lowerBound)
    }
    var noise = random.normal(shape: shape, standardDeviation: 1 / 255)
    let size = noise.count / shape[0]
    noise.withUnsafeMutableSamples { noise in
      for index in noise.indices { noise[index] *= deviations[index / size] }
    }
    return noise
  }

  /// The number of rows and columns at each edge that error metrics leave out.
  public var border: Int {
    switch self {
    case .upsampling(_, let depthProtocol): depthProtocol.border
    case .classScores, .gaussianNoise, .gaussianNoiseRange, .pairs, .lostColors: 0
    }
  }
}
