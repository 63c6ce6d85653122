import BurnishImages
import BurnishTensors
import Foundation

/// What was seen of an image, and what had happened to it.
public struct InverseProblem: Sendable {
  /// What was seen, of the shape that the degradation makes; samples in 0...1 beside noise.
  public let observed: Tensor
  public let degradation: any ImageOperator
  /// The first estimate, of the shape before the degradation.
  public let start: Tensor
  /// The part of the image in which the prior of the paper's descent counts and errors are measured,
  /// everywhere if not given. Outside of it lies such as the margin that a blur without known borders takes
  /// its samples from.
  public let interior: Cut?
  /// The standard deviation of the noise for samples in 0...255; 0 where there is none.
  public let sigma: Float
  /// The image as it was, where that is known, as far as it is ``visible(_:)``: what comes of the restoration
  /// is then told in decibels.
  public var truth: Tensor?
  /// What samples of an image can be; solvers whose results are images cut off what leaves it. 0...1 unless set, and
  /// without an end for light.
  public var range: ClosedRange<Float> = 0...1
  /// Where samples are known exactly, which the result then holds to the bit; nowhere if not given.
  var exact: Mask?
  /// Brings what stands at the pixels that were seen, such as alpha, to those of the image that is ``visible(_:)``, where
  /// that is more than a change of size.
  var placing: (@Sendable (_ alpha: Tensor) -> Tensor)?

  /// - Parameters: as the properties have them.
  public init(
    _ observed: Tensor, degradedBy degradation: any ImageOperator, sigma: Float,
    from start: Tensor, interior: Cut? = nil
  ) {
    degradation.checkInput(start)
    degradation.checkOutput(observed)
    precondition(sigma >= 0 && sigma.isFinite, "noise of the strength \(sigma)")
    precondition(
      interior?.inputShape ?? start.shape == start.shape,
      "an interior of \(interior?.inputShape ?? []) does not go with an image of \(start.shape)")
    (self.observed, self.degradation, self.start) = (observed, degradation, start)
    (self.interior, self.sigma) = (interior, sigma)
  }

  /// The same problem for samples that are divided by a scale: degradations are linear.
  package func divided(by scale: Float) -> InverseProblem {
    guard scale != 1 else { return self }
    var result = InverseProblem(
      observed * (1 / scale), degradedBy: degradation, sigma: sigma / scale,
      from: start * (1 / scale), interior: interior)
    result.truth = truth.map { $0 * (1 / scale) }
    result.range = range.lowerBound / scale...range.upperBound / scale
    (result.exact, result.placing) = (exact, placing)
    return result
  }

  /// An image without the parts that do not count.
  public func visible(_ image: Tensor) -> Tensor { interior?.apply(image) ?? image }

  /// The visible part of a result as it is given away: what the problem started from where that is of one color, and
  /// samples that are known exactly as they were seen.
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

  /// Alpha, `[1, 1, h, w]`, in 0...1, at the pixels of the image that is visible; enlarged where nothing else is known.
  package func placed(_ alpha: Tensor) -> Tensor {
    let placed = placing?(alpha) ?? alpha
    let shape = visible(start).shape
    return placed.shape[2...] == shape[2...]
      ? placed : enlarged(placed, height: shape[2], width: shape[3]).clipped(to: 0...1)
  }

  /// The peak signal-to-noise ratio of an image, clipped to its ``range``, in decibels for a peak of 1; `nil` without the truth.
  func decibels(_ image: Tensor) -> Double? {
    guard let truth else { return nil }
    let error = visible(image.clipped(to: range)) - truth
    return -10 * log10(error.dot(error) / Double(error.count))
  }
}

extension InverseProblem {
  /// An image that was blurred, seen with noise.
  ///
  /// Without known borders the image reaches beyond what was seen by half of the kernel, where it begins
  /// as a continuation of its borders; ``visible(_:)`` cuts it to what was seen.
  /// - Parameters:
  ///   - observed: `[1, C, H, W]`.
  ///   - kernel: what the blur makes of one bright pixel.
  ///   - border: what was known beyond the borders.
  ///   - sigma: of the noise.
  ///   - known: which of the blurred samples are known, if not all are; see ``ClippedPixels``.
  public static func deblurring(
    _ observed: Tensor, kernel: BlurKernel, border: Blur.Border, sigma: Float, known: Mask? = nil
  ) -> InverseProblem {
    let margin = border == .valid ? kernel.margin : .init()
    let start = observed.padded(by: margin, mode: .replicate)
    let blur = Blur(kernel, border: border, of: start.shape)
    return InverseProblem(
      known?.apply(observed) ?? observed,
      degradedBy: known.map { Composition([blur, $0]) } ?? blur, sigma: sigma, from: start,
      interior: border == .valid ? Cut(of: start.shape, by: margin) : nil)
  }

  /// An image with holes, which begin as what their surroundings are. Without noise, the known samples stay as they are.
  ///
  /// - Parameters:
  ///   - observed: `[1, C, H, W]`; what it holds where pixels are missing makes no difference.
  ///   - mask: where pixels are known.
  ///   - sigma: of the noise.
  public static func inpainting(
    _ observed: Tensor, known mask: Mask, sigma: Float = 0
  ) -> InverseProblem {
    let seen = mask.apply(observed)
    var problem = InverseProblem(
      seen, degradedBy: mask, sigma: sigma, from: filled(seen, known: mask.weights))
    if sigma == 0 { problem.exact = mask }
    return problem
  }
}

/// Samples of more pixels, bicubic as MATLAB's `imresize`, at the places from which a dialect reduces.
func enlarged(
  _ samples: Tensor, height: Int, width: Int, as dialect: ResamplingDialect = .matlab
) -> Tensor {
  samples.resized(
    height: height, width: width, kernel: .bicubic,
    dialect: dialect == .deepInv ? .deepInv : .matlab)
}
