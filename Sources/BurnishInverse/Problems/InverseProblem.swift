import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// An observed image and its known degradation.
public struct InverseProblem: Sendable {
  /// The observed image, in the degradation's output shape; samples in 0...1 plus noise.
  public let observed: Tensor
  public let degradation: any ImageOperator
  /// The first estimate, in the degradation's input shape.
  public let start: Tensor
  /// The part of the image where the prior of the paper's descent counts and errors are measured; the whole
  /// image if not given. For example, the margin that a blur with unknown borders depends on lies outside.
  public let interior: Cut?
  /// The standard deviation of the noise for samples in 0...255, or 0 if there is no noise.
  public let sigma: Float
  /// The ``visible(_:)`` part of the original image, if known. Solvers then report the quality of the
  /// restoration in decibels.
  public var truth: Tensor?
  /// The range of an image's samples, 0...1 by default and without an upper limit for light. Solvers whose results are
  /// images clip samples to it.
  public var range: ClosedRange<Float> = 0...1
  /// The mask of exactly known samples, which the result keeps to the bit; none if not given.
  var exact: Mask?
  /// Maps a plane such as alpha from the observed pixels to the ``visible(_:)`` image, if resizing is not enough.
  var placing: (@Sendable (_ alpha: Tensor) throws(Failure) -> Tensor)?

  /// - Parameters: the same as the properties.
  /// - Throws: ``Failure`` of the kind `badData` if the shapes do not go together, and `usage` for a negative or infinite
  ///   `sigma`.
  public init(
    _ observed: Tensor, degradedBy degradation: any ImageOperator, sigma: Float,
    from start: Tensor, interior: Cut? = nil
  ) throws(Failure) {
    try Self.check(
      observed.shape, degradation, start: start.shape, interior: interior?.inputShape, sigma)
    (self.observed, self.degradation, self.start) = (observed, degradation, start)
    (self.interior, self.sigma) = (interior, sigma)
  }

  @inline(never)
  private static func check(
    _ observed: [Int], _ degradation: any ImageOperator, start: [Int], interior: [Int]?,
    _ sigma: Float
  ) throws(Failure) {
    guard observed == degradation.outputShape else {
      throw Failure(
        .badData, "observed image", found: "the shape \(observed)",
        wanted: "\(degradation.outputShape), the degradation's output")
    }
    for (name, shape) in [("start", start), ("interior", interior ?? start)]
    where shape != degradation.inputShape {
      throw Failure(
        .badData, name, found: "the shape \(shape)",
        wanted: "\(degradation.inputShape), the degradation's input")
    }
    guard sigma >= 0, sigma.isFinite else {
      throw Failure(.usage, "sigma", found: "\(sigma)", wanted: "a number of 0 or more")
    }
  }

  /// The same problem for samples divided by a scale. This is valid because degradations are linear.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if the noise becomes infinite.
  package func divided(by scale: Float) throws(Failure) -> InverseProblem {
    guard scale != 1 else { return self }
    var result = try InverseProblem(
      observed * (1 / scale), degradedBy: degradation, sigma: sigma / scale,
      from: start * (1 / scale), interior: interior)
    result.truth = truth.map { $0 * (1 / scale) }
    result.range = range.lowerBound / scale...range.upperBound / scale
    (result.exact, result.placing) = (exact, placing)
    return result
  }

  /// Crops an image to the ``interior``.
  public func visible(_ image: Tensor) -> Tensor { interior?.apply(image) ?? image }

  /// The visible part of a final result. Regions of one color keep the start, and exactly known samples keep their
  /// observed values.
  ///
  /// - Parameter image: in the shape of ``start``.
  public func settled(_ image: Tensor) -> Tensor {
    let share = structure(of: start)
    let structured = mixed(start, image, share: share)
    return withExactSamples(visible(structured))
  }

  private func withExactSamples(_ visible: Tensor) -> Tensor {
    guard let exact else { return visible }
    return observed.withUnsafeSamples { observed in
      exact.weights.withUnsafeSamples { weights in
        visible.withUnsafeSamples { visible in
          Tensor(shape: exact.weights.shape) { result in
            for index in result.indices {
              result[index] = weights[index] == 1 ? observed[index] : visible[index]
            }
          }
        }
      }
    }
  }

  /// Maps alpha, `[1, 1, h, w]`, in 0...1, to the pixels of the visible image; by default, it is enlarged.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if alpha has another size than the observed image.
  package func placed(_ alpha: Tensor) throws(Failure) -> Tensor {
    let placed = try placing?(alpha) ?? alpha
    let shape = visible(start).shape
    return placed.shape[2...] == shape[2...]
      ? placed : enlarged(placed, height: shape[2], width: shape[3]).clipped(to: 0...1)
  }

  /// The peak signal-to-noise ratio of an image clipped to ``range``, in decibels for a peak of 1; `nil` without the
  /// truth.
  func decibels(_ image: Tensor) -> Double? {
    guard let truth else { return nil }
    let error = visible(image.clipped(to: range)) - truth
    return -10 * log10(error.dot(error) / Double(error.count))
  }
}

extension InverseProblem {
  /// Makes the problem of a blurred and noisy image.
  ///
  /// With unknown borders, the image extends beyond the observed one by half the kernel. The start extends
  /// its borders there; ``visible(_:)`` crops it to the observed size.
  /// - Parameters:
  ///   - observed: `[1, C, H, W]`.
  ///   - kernel: the kernel of the blur.
  ///   - border: the assumption about the image beyond its borders.
  ///   - sigma: the standard deviation of the noise.
  ///   - known: the mask of known blurred samples, if not all are known; see ``ClippedPixels``.
  /// - Throws: ``Failure`` of the kind `badData` if the shapes do not go together, and `usage` for a negative or infinite
  ///   `sigma`.
  public static func deblurring(
    _ observed: Tensor, kernel: BlurKernel, border: Blur.Border, sigma: Float, known: Mask? = nil
  ) throws(Failure) -> InverseProblem {
    try checkImageShape(observed.shape)
    try known?.check(observed)
    let margin = border == .valid ? kernel.margin : .init()
    let start = observed.padded(by: margin, mode: .replicate)
    let blur = try Blur(kernel, border: border, of: start.shape)
    var degradation: any ImageOperator = blur
    if let known { degradation = try Composition([blur, known]) }
    return try InverseProblem(
      known?.apply(observed) ?? observed, degradedBy: degradation, sigma: sigma, from: start,
      interior: border == .valid ? Cut(of: start.shape, by: margin) : nil)
  }

  /// Makes the problem of an image with holes. The start fills holes from their surroundings. Without noise, known
  /// samples stay unchanged.
  ///
  /// - Parameters:
  ///   - observed: `[1, C, H, W]`; its values in holes do not matter.
  ///   - mask: the mask of known samples.
  ///   - sigma: the standard deviation of the noise.
  /// - Throws: ``Failure`` of the kind `badData` if the mask has another shape, and `usage` for a negative or infinite
  ///   `sigma`.
  public static func inpainting(
    _ observed: Tensor, known mask: Mask, sigma: Float = 0
  ) throws(Failure) -> InverseProblem {
    try mask.check(observed)
    let seen = mask.apply(observed)
    var problem = try InverseProblem(
      seen, degradedBy: mask, sigma: sigma, from: filled(seen, known: mask.weights))
    if sigma == 0 { problem.exact = mask }
    return problem
  }
}

/// Enlarges samples bicubically, as in MATLAB's `imresize`, at the sample positions of a dialect's reduction.
func enlarged(
  _ samples: Tensor, height: Int, width: Int, as dialect: ResamplingDialect = .matlab
) -> Tensor {
  samples.resized(
    height: height, width: width, kernel: .bicubic,
    dialect: dialect == .deepInv ? .deepInv : .matlab)
}
