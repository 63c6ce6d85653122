import BurnishCore
import BurnishTensors

/// Keeps one pixel of each square block, unchanged. After a ``Blur``, this is the other common way to reduce images.
public struct PointSampling: ImageOperator {
  public let factor: Int
  /// The row and column of the first pixel to keep.
  public let offset: Int
  public let inputShape: [Int]
  public let outputShape: [Int]

  /// - Parameters:
  ///   - shape: the shape of input images, `[1, C, H, W]`.
  ///   - factor: the distance between kept pixels, 1 or more.
  ///   - offset: the row and column of the first kept pixel, below `factor` and within the image.
  /// - Throws: ``Failure`` of the kind `badData` for another shape, and `usage` for other numbers.
  public init(of shape: [Int], factor: Int, offset: Int = 0) throws(Failure) {
    try Self.check(shape, factor: factor, offset: offset)
    (self.factor, self.offset, inputShape) = (factor, offset, shape)
    outputShape = [
      1, shape[1], (shape[2] - offset + factor - 1) / factor,
      (shape[3] - offset + factor - 1) / factor,
    ]
  }

  @inline(never)
  private static func check(_ shape: [Int], factor: Int, offset: Int) throws(Failure) {
    try checkImageShape(shape)
    guard factor >= 1 else {
      throw Failure(.usage, "sampling", found: "a factor of \(factor)", wanted: "1 or more")
    }
    guard (0..<min(factor, shape[2], shape[3])).contains(offset) else {
      throw Failure(
        .usage, "sampling", found: "an offset of \(offset)",
        wanted: "0 to \(min(factor, shape[2], shape[3]) - 1)")
    }
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    return x.withUnsafeSamples { x in
      Tensor(shape: outputShape) { y in forEachPair { y[$1] = x[$0] } }
    }
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    checkOutput(y)
    return y.withUnsafeSamples { y in
      Tensor(shape: inputShape) { x in
        x.update(repeating: 0)
        forEachPair { x[$0] = y[$1] }
      }
    }
  }

  /// Calls `body` with the indices of each kept sample in the input and in the output.
  private func forEachPair(_ body: (_ before: Int, _ after: Int) -> Void) {
    let (rows, columns) = (outputShape[2], outputShape[3])
    for after in 0..<outputShape[1] * rows * columns {
      let (plane, row, column) = (
        after / (rows * columns), after / columns % rows, after % columns
      )
      let (y, x) = (offset + row * factor, offset + column * factor)
      body((plane * inputShape[2] + y) * inputShape[3] + x, after)
    }
  }
}
