import BurnishTensors

/// How far every pixel of an image moves, with the knowledge of which pixels' motion is not known.
public struct FlowField: Sendable {
  /// The motion to the right and downward, in pixels, `[1, 2, H, W]`; 0 where it is not known.
  public let vectors: Tensor
  /// 1 where the motion is known and 0 where not, `[1, 1, H, W]`; `nil` where all of it is.
  public let valid: Tensor?

  /// Of a `.npy` array, whether the components come first, `[2, H, W]`, instead of last.
  public var isPlanar = false

  /// A component of this and more says that the motion is not known, as the Middlebury benchmark has it.
  public static let unknown: Float = 1e9

  /// - Parameters:
  ///   - vectors: `[1, 2, H, W]`, in pixels. Where a component is not a number, or has the
  ///     magnitude ``unknown`` or more, the motion is not known, whatever `valid` says.
  ///   - valid: `[1, 1, H, W]`; the motion is known where this is not 0.
  public init(vectors: Tensor, valid: Tensor? = nil) {
    let shape = vectors.shape
    precondition(
      shape.count == 4 && shape[0] == 1 && shape[1] == 2 && shape[2] > 0 && shape[3] > 0,
      "a flow field has vectors of shape [1, 2, H, W], not \(shape)")
    precondition(
      valid == nil || valid!.shape == [1, 1, shape[2], shape[3]],
      "a mask of shape \(valid!.shape) does not belong to a flow field of \(shape)")
    let (area, given) = (shape[2] * shape[3], valid?.values)
    var values = vectors.values
    var mask = [Float](repeating: 1, count: area)
    for pixel in 0..<area {
      // Written so that what is not a number fails.
      let isKnown =
        abs(values[pixel]) < Self.unknown && abs(values[area + pixel]) < Self.unknown
        && given.map { $0[pixel] != 0 } ?? true
      guard !isKnown else { continue }
      (mask[pixel], values[pixel], values[area + pixel]) = (0, 0, 0)
    }
    let isWhole = !mask.contains(0)
    self.vectors = isWhole ? vectors : Tensor(shape: shape, values: values)
    self.valid = isWhole ? nil : Tensor(shape: [1, 1, shape[2], shape[3]], values: mask)
  }

  public var width: Int { vectors.shape[3] }
  public var height: Int { vectors.shape[2] }

  /// The vectors with gaps closed by known ones nearby, as ``DepthMap/samplesWithGapsFilled()`` does.
  public func vectorsWithGapsFilled() -> Tensor {
    valid.map { closingGaps(vectors, valid: $0) } ?? vectors
  }
}
