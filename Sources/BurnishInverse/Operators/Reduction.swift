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
  public init(
    of shape: [Int], toHeight height: Int, width: Int, kernel: ResamplingKernel = .bicubic,
    dialect: ResamplingDialect = .matlab
  ) {
    checkImageShape(shape)
    require(
      (1...shape[2]).contains(height) && (1...shape[3]).contains(width),
      "\(width)x\(height) pixels are no reduction of \(shape[3])x\(shape[2])")
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
  public init(
    of shape: [Int], factor: Double, kernel: ResamplingKernel = .bicubic,
    dialect: ResamplingDialect = .matlab
  ) {
    require(factor >= 1, "a reduction by \(factor) is none")
    checkImageShape(shape)
    func reduced(_ extent: Int) -> Int { max(1, Int((Double(extent) / factor).rounded())) }
    self.init(
      of: shape, toHeight: reduced(shape[2]), width: reduced(shape[3]), kernel: kernel,
      dialect: dialect)
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
