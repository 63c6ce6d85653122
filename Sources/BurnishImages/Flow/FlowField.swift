import BurnishCore
import BurnishTensors

/// The motion of every pixel of an image, with a mask of the known motion.
public struct FlowField: Sendable {
  /// The motion to the right and downward, in pixels, `[1, 2, H, W]`. Unknown motion is 0.
  public let vectors: Tensor
  /// 1 for pixels with known motion and 0 for others, `[1, 1, H, W]`. `nil` if all motion is known.
  public let valid: Tensor?

  /// Whether the components come first in a `.npy` array, `[2, H, W]`, instead of last.
  public var isPlanar = false

  /// A component of at least this marks unknown motion, as in the Middlebury benchmark.
  public static let unknown: Float = 1e9

  /// - Parameters:
  ///   - vectors: `[1, 2, H, W]`, in pixels. If a component is NaN or has a magnitude of ``unknown`` or more, the
  ///     motion is always unknown.
  ///   - valid: `[1, 1, H, W]`; the motion is known if this is not 0.
  ///   - subject: the field's name in a failure.
  /// - Throws: ``Failure`` of the kind `badData` for other shapes.
  @_disfavoredOverload
  public init(
    vectors: Tensor, valid: Tensor? = nil, subject: String = "motion"
  ) throws(Failure) {
    try checkShapes(Self.fault(vectors, valid), subject)
    self.init(vectors: vectors, valid: valid)
  }

  /// What is wrong with the shapes; `nil` if they fit.
  private static func fault(_ vectors: Tensor, _ valid: Tensor?) -> ShapeFault? {
    let shape = vectors.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == 2, shape[2] > 0, shape[3] > 0 else {
      return .init("vectors of the shape \(shape)", "[1, 2, H, W]")
    }
    guard let valid, valid.shape != [1, 1, shape[2], shape[3]] else { return nil }
    return .init("a mask of the shape \(valid.shape)", "[1, 1, \(shape[2]), \(shape[3])]")
  }

  /// A field of shapes that the package chose.
  package init(vectors: Tensor, valid: Tensor? = nil) {
    let shape = vectors.shape
    let fault = Self.fault(vectors, valid)
    require(fault == nil, "\(fault!.found); expected \(fault!.wanted)")
    let (area, given) = (shape[2] * shape[3], valid?.values)
    var values = vectors.values
    var mask = [Float](repeating: 1, count: area)
    for pixel in 0..<area {
      // The comparisons are false for NaN.
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

  /// Fills gaps with nearby known vectors, like ``DepthMap/samplesWithGapsFilled()``.
  public func vectorsWithGapsFilled() -> Tensor {
    valid.map { closingGaps(vectors, valid: $0) } ?? vectors
  }
}
