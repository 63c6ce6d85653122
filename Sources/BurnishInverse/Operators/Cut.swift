import BurnishCore
import BurnishTensors

/// Crops an image to a rectangle.
public struct Cut: ImageOperator {
  public let rows, columns: Range<Int>
  public let inputShape: [Int]

  public var outputShape: [Int] { [1, inputShape[1], rows.count, columns.count] }

  /// - Parameters:
  ///   - shape: the shape of input images, `[1, C, H, W]`.
  ///   - rows: within `0..<H`, not empty.
  ///   - columns: within `0..<W`, not empty.
  /// - Throws: ``Failure`` of the kind `badData` for another shape or other ranges.
  public init(of shape: [Int], rows: Range<Int>, columns: Range<Int>) throws(Failure) {
    try Self.check(shape, rows: rows, columns: columns)
    (self.rows, self.columns, inputShape) = (rows, columns, shape)
  }

  /// Removes a margin.
  ///
  /// - Parameters:
  ///   - shape: the shape of input images, `[1, C, H, W]`.
  ///   - margin: the rows and columns to remove, fewer than the image has.
  /// - Throws: ``Failure`` of the kind `badData` for another shape or a larger margin.
  public init(of shape: [Int], by margin: ConvolutionGeometry.Padding) throws(Failure) {
    try Self.check(shape, margin)
    try self.init(
      of: shape, rows: margin.top..<shape[2] - margin.bottom,
      columns: margin.left..<shape[3] - margin.right)
  }

  @inline(never)
  private static func check(
    _ shape: [Int], rows: Range<Int>, columns: Range<Int>
  ) throws(Failure) {
    try checkImageShape(shape)
    guard !rows.isEmpty, !columns.isEmpty, rows.clamped(to: 0..<shape[2]) == rows,
      columns.clamped(to: 0..<shape[3]) == columns
    else {
      throw Failure(
        .badData, "cut", found: "rows \(rows) and columns \(columns)",
        wanted: "a part of \(shape[3])x\(shape[2]) pixels")
    }
  }

  @inline(never)
  private static func check(
    _ shape: [Int], _ margin: ConvolutionGeometry.Padding
  ) throws(Failure) {
    try checkImageShape(shape)
    guard margin.top + margin.bottom < shape[2], margin.left + margin.right < shape[3] else {
      throw Failure(
        .badData, "cut", found: "a margin of \(margin)",
        wanted: "one that leaves something of \(shape[3])x\(shape[2]) pixels")
    }
  }

  /// The margin to remove.
  private var margin: ConvolutionGeometry.Padding {
    .init(
      top: rows.lowerBound, left: columns.lowerBound, bottom: inputShape[2] - rows.upperBound,
      right: inputShape[3] - columns.upperBound)
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    return x.cropped(by: margin)
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    checkOutput(y)
    return y.padded(by: margin, mode: .zero)
  }
}
