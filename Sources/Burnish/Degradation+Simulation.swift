import BurnishTensors

extension Degradation {
  /// What a filter is given of images that suffered.
  ///
  /// - Parameters:
  ///   - truth: `[N, C, H, W]`, samples in 0...1, both sides multiples of a factor.
  ///   - random: where noise comes from; nothing else takes numbers from it.
  /// - Returns: of the shape of `truth`: the enlarged low resolution, or the noisy images, which are
  ///   neither rounded nor clipped.
  public func applied(to truth: Tensor, random: inout RandomNumbers) -> Tensor {
    switch self {
    case .upsampling(let factor, let depthProtocol):
      depthProtocol.enlarged(depthProtocol.reduced(truth, factor: factor), factor: factor)
    case .classScores:
      preconditionFailure("class scores are not made from images")
    case .gaussianNoise(let sigma):
      truth + random.normal(shape: truth.shape, standardDeviation: sigma / 255)
    }
  }

  /// The rows and columns at every edge that an error leaves out.
  public var border: Int {
    switch self {
    case .upsampling(_, let depthProtocol): depthProtocol.border
    case .classScores, .gaussianNoise: 0
    }
  }
}
