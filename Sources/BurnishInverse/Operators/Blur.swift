import BurnishCore
import BurnishSolvers
import BurnishTensors

/// The convolution of every plane with a kernel: `y[i] = Σ k[a] x[i − a]`, with a counted from the kernel's middle.
public struct Blur: ImageOperator {
  /// The assumption about the image beyond its borders.
  public enum Border: String, Sendable, CaseIterable {
    /// No assumption: the result is smaller, and each of its samples is exact.
    case valid
    /// The nearest pixel repeats.
    case replicate
    /// The image wraps around.
    case circular
  }

  public let kernel: BlurKernel
  public let border: Border
  public let inputShape: [Int]
  public let outputShape: [Int]
  /// The forward and adjoint correlations for kernels with many weights.
  private let spectral: (forward: SpectralCorrelation, back: SpectralCorrelation)?

  /// The number of nonzero weights from which the Fourier transform is faster than direct sums.
  private static let spectralCount = 600

  /// - Parameter shape: the shape of input images, `[1, C, H, W]`; for the border ``Border/valid``, at least
  ///   as large as the kernel.
  /// - Throws: ``Failure`` of the kind `badData` if the shape is not one of these.
  public init(_ kernel: BlurKernel, border: Border, of shape: [Int]) throws(Failure) {
    try Self.check(kernel, border, shape)
    (self.kernel, self.border, inputShape) = (kernel, border, shape)
    var (height, width) = (shape[2], shape[3])
    if border == .valid {
      (height, width) = (height - kernel.height + 1, width - kernel.width + 1)
    }
    outputShape = [1, shape[1], height, width]
    guard kernel.weights.values.count(where: { $0 != 0 }) >= Self.spectralCount else {
      spectral = nil
      return
    }
    let (rows, columns) = (kernel.height - 1, kernel.width - 1)
    spectral = (
      SpectralCorrelation(kernel.turned, height: height + rows, width: width + columns),
      SpectralCorrelation(kernel.weights, height: height + 2 * rows, width: width + 2 * columns)
    )
  }

  @inline(never)
  private static func check(
    _ kernel: BlurKernel, _ border: Border, _ shape: [Int]
  ) throws(Failure) {
    try checkImageShape(shape)
    guard border != .valid || (shape[2] >= kernel.height && shape[3] >= kernel.width) else {
      throw Failure(
        .badData, "image", found: "\(shape[3])x\(shape[2]) pixels",
        wanted: "at least the kernel's \(kernel.width)x\(kernel.height)")
    }
  }

  private var padding: BorderMode? {
    switch border {
    case .valid: nil
    case .replicate: .replicate
    case .circular: .circular
    }
  }

  public func apply(_ x: Tensor) -> Tensor {
    checkInput(x)
    let whole = padding.map { x.padded(by: kernel.margin, mode: $0) } ?? x
    return spectral?.forward.apply(whole) ?? whole.correlated(with: kernel.turned)
  }

  /// The inverse for a circular border, in the Fourier domain. It is exact for ``Border/circular`` and close for
  /// ``Border/valid``. For ``Border/replicate`` it is useless, because border pixels have much larger weights.
  public func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)? {
    if border == .replicate { return nil }
    return SpectralFilter.deconvolution(
      of: kernel.weights, height: inputShape[2], width: inputShape[3], shift: shift,
      gradientWeight: gradientWeight)
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    checkOutput(y)
    // Every sample of y spreads to all samples that contributed to it, including the margin.
    let whole = ConvolutionGeometry.Padding(
      top: kernel.height - 1, left: kernel.width - 1, bottom: kernel.height - 1,
      right: kernel.width - 1)
    let padded = y.padded(by: whole, mode: .zero)
    let spread = spectral?.back.apply(padded) ?? padded.correlated(with: kernel.weights)
    return padding.map { padGradient(spread, by: kernel.margin, mode: $0) } ?? spread
  }
}
