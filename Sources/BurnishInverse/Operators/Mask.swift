import BurnishCore
import BurnishTensors

/// Multiplies samples by weights: 1 where samples are known, 0 in holes.
public struct Mask: ImageOperator {
  /// `[1, C, H, W]`.
  public let weights: Tensor

  public var inputShape: [Int] { weights.shape }
  public var outputShape: [Int] { weights.shape }

  /// - Parameters:
  ///   - weights: `[1, 1, H, W]` for all channels, or `[1, C, H, W]`.
  ///   - channels: the images' number of channels.
  /// - Throws: ``Failure`` of the kind `badData` if the weights have another shape.
  public init(_ weights: Tensor, channels: Int) throws(Failure) {
    try Self.check(weights.shape, channels)
    self.weights =
      weights.shape[1] == channels
      ? weights : Tensor.joined(Array(repeating: weights, count: channels))
  }

  /// - Parameter weights: `[1, C, H, W]` for images of C channels.
  package init(ofChannels weights: Tensor) { self.weights = weights }

  /// Asks for an image of the mask's shape.
  ///
  /// - Throws: ``Failure`` of the kind `badData` for any other.
  func check(_ image: Tensor) throws(Failure) {
    guard image.shape == weights.shape else {
      throw Failure(
        .badData, "mask", found: "the shape \(weights.shape)",
        wanted: "\(image.shape), the image's shape")
    }
  }

  @inline(never)
  private static func check(_ shape: [Int], _ channels: Int) throws(Failure) {
    try checkImageShape(shape)
    guard channels > 0, shape[1] == 1 || shape[1] == channels else {
      throw Failure(
        .badData, "mask", found: "weights of shape \(shape) for \(channels) channels",
        wanted: "weights for one channel or for all")
    }
  }

  /// Whether at least 90 % of the samples are known.
  var keepsNearlyAll: Bool {
    weights.withUnsafeSamples { weights in
      weights.count { $0 == 1 } >= weights.count - weights.count / 10
    }
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    // Holes yield 0 even for NaN.
    return x.withUnsafeSamples { x in
      weights.withUnsafeSamples { weights in
        Tensor(shape: self.weights.shape) { y in
          Parallel.forEachRange(y.count, grain: 1 << 14) { range in
            for index in range {
              y[index] = weights[index] == 0 ? 0 : x[index] * weights[index]
            }
          }
        }
      }
    }
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }
}
