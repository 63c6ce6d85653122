import BurnishCore
import BurnishImages
import BurnishTensors

/// Downsampling as in Pillow, MATLAB, OpenCV, or deepinv.
public struct Reduction: ImageOperator {
  public let inputShape: [Int]
  public let outputShape: [Int]
  public let kernel: ResamplingKernel
  public let dialect: ResamplingDialect
  private let resampling: Resampling
  private let transposed: Resampling
  /// The width of the circular margin around input images.
  private let margin: Int

  /// - Parameters:
  ///   - shape: the shape of input images, `[1, C, H, W]`.
  ///   - height: the height of output images, 1 to H.
  ///   - width: the width of output images, 1 to W.
  ///   - kernel: the resampling kernel; the dialect must support it.
  ///   - dialect: the library to follow, with its borders and its antialiasing.
  /// - Throws: ``Failure`` of the kind `badData` for another shape or size, and `usage` for a kernel that the dialect
  ///   lacks.
  public init(
    of shape: [Int], toHeight height: Int, width: Int, kernel: ResamplingKernel = .bicubic,
    dialect: ResamplingDialect = .matlab
  ) throws(Failure) {
    try Self.check(shape, height: height, width: width, kernel, dialect)
    inputShape = shape
    outputShape = [1, shape[1], height, width]
    (self.kernel, self.dialect) = (kernel, dialect)
    // Weights that wrap around would be as long as rows.
    margin = dialect.circularMargin(
      fromHeight: shape[2], fromWidth: shape[3], height: height, width: width)
    resampling = Resampling(
      fromHeight: shape[2], fromWidth: shape[3], height: height, width: width, kernel: kernel,
      dialect: dialect, margin: margin)
    transposed = resampling.transposed
  }

  /// A reduction by a factor, not necessarily whole. Sides are divided by it and rounded to at least 1.
  ///
  /// - Parameters:
  ///   - factor: 1 or more.
  ///   - kernel: as in ``init(of:toHeight:width:kernel:dialect:)``.
  ///   - dialect: as in ``init(of:toHeight:width:kernel:dialect:)``.
  /// - Throws: ``Failure``, like that initializer; `usage` for another factor.
  public init(
    of shape: [Int], factor: Double, kernel: ResamplingKernel = .bicubic,
    dialect: ResamplingDialect = .matlab
  ) throws(Failure) {
    try Self.check(factor: factor)
    try checkImageShape(shape)
    func reduced(_ extent: Int) -> Int { max(1, Int((Double(extent) / factor).rounded())) }
    try self.init(
      of: shape, toHeight: reduced(shape[2]), width: reduced(shape[3]), kernel: kernel,
      dialect: dialect)
  }

  @inline(never)
  private static func check(
    _ shape: [Int], height: Int, width: Int, _ kernel: ResamplingKernel,
    _ dialect: ResamplingDialect
  ) throws(Failure) {
    try checkImageShape(shape)
    guard (1...shape[2]).contains(height), (1...shape[3]).contains(width) else {
      throw Failure(
        .badData, "image",
        found: "a reduction of \(shape[3])x\(shape[2]) pixels to \(width)x\(height)",
        wanted: "sides of 1 to \(shape[3]) and \(shape[2])")
    }
    guard dialect.offers(kernel) else {
      throw Failure(
        .usage, "kernel", found: "\(kernel), which \(dialect) does not have",
        wanted: "another kernel or dialect")
    }
  }

  /// Asks for a factor that makes images smaller.
  ///
  /// - Throws: ``Failure`` of the kind `usage` for any other.
  @inline(never)
  static func check(factor: Double) throws(Failure) {
    guard factor >= 1, factor <= Double(ImageLimits.pixels) else {
      throw Failure(
        .usage, "reduction", found: "a factor of \(factor)",
        wanted: "1 to \(ImageLimits.pixels)")
    }
  }

  /// The ratio of output pixels to input pixels if the kernel averages. Otherwise 1, because an output sample may equal
  /// an input sample.
  public var squaredNorm: Double {
    guard dialect.averages(kernel) else { return 1 }
    return Double(outputShape[2] * outputShape[3]) / Double(inputShape[2] * inputShape[3])
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    return resampling(margin > 0 ? x.padded(by: around, mode: .circular) : x)
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    checkOutput(y)
    let spread = transposed(y)
    return margin > 0 ? padGradient(spread, by: around, mode: .circular) : spread
  }

  private var around: ConvolutionGeometry.Padding {
    .init(top: margin, left: margin, bottom: margin, right: margin)
  }
}
