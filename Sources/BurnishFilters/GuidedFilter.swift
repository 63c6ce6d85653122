// K. He, J. Sun, X. Tang, "Guided Image Filtering", IEEE Transactions on Pattern Analysis and Machine
// Intelligence 35 (6), 2013.
// K. He, J. Sun, "Fast Guided Filter", arXiv:1505.00996, 2015, for targets below the guide's resolution.
// Departures from the papers: none.

import BurnishCore
import BurnishTensors

/// The guided filter. In each window, the result is the linear function of the guide that is closest to
/// the target. Each pixel takes the mean over the windows that contain it.
///
/// Running sums yield the means over windows, so the cost per pixel does not depend on the radius.
/// Windows are clipped at the image's borders, as in the paper.
public struct GuidedFilter: Sendable, Hashable {
  /// r: windows have `2 r + 1` rows and columns.
  public var radius: Int
  /// ε: the penalty on following the guide, in units of its squared samples. The filter smooths where
  /// the guide's variance is far below ε, and keeps edges where it is far above.
  public var epsilon: Float

  /// The filter with a radius of 8 and an epsilon of 0.001.
  public init() { self.init(checkedRadius: 8, epsilon: 1e-3) }

  /// - Parameters:
  ///   - radius: at least 1.
  ///   - epsilon: positive. A guide with three equal channels acts like one channel with a third of epsilon, because
  ///     the function's three factors share the penalty.
  /// - Throws: ``Failure`` of the kind `usage` for other numbers.
  public init(radius: Int = 8, epsilon: Float = 1e-3) throws(Failure) {
    try Self.check(radius: radius, epsilon: epsilon)
    self.init(checkedRadius: radius, epsilon: epsilon)
  }

  init(checkedRadius radius: Int, epsilon: Float) {
    self.radius = radius
    self.epsilon = epsilon
  }

  @inline(never)
  static func check(radius: Int, epsilon: Float) throws(Failure) {
    guard (1...1 << 30).contains(radius) else {
      throw Failure(.usage, "guided filter", found: "a radius of \(radius)", wanted: "1 or more")
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw Failure(
        .usage, "guided filter", found: "an epsilon of \(epsilon)", wanted: "a positive number")
    }
  }

  /// The filter's reach in pixels: one radius within a window, and one between windows.
  public var reach: Int { 2 * radius }

  /// The filtered target.
  ///
  /// - Parameters:
  ///   - target: `[1, C, H, W]`, any range; each channel is filtered separately.
  ///   - guide: `[1, 1, H, W]` (the paper's equations 5, 6, and 8) or `[1, 3, H, W]` (19 to 21), samples approximately
  ///     in 0...1.
  /// - Returns: `[1, C, H, W]`, not clipped.
  public func filter(target: Tensor, guide: Tensor) -> Tensor {
    filter(target: target, guide: guide, at: guide)
  }

  /// The filtered target at the resolution of a larger guide.
  ///
  /// The filter computes the linear functions at the target's resolution and enlarges them bilinearly.
  ///
  /// - Parameters:
  ///   - target: `[1, C, h, w]`, any range; each channel is filtered separately.
  ///   - guide: a guide of the target's size, `[1, 1, h, w]` or `[1, 3, h, w]`, samples approximately in 0...1.
  ///   - largeGuide: the same guide with more pixels, `[1, 1, H, W]` or `[1, 3, H, W]`.
  /// - Returns: `[1, C, H, W]`, not clipped.
  public func filter(target: Tensor, guide: Tensor, at largeGuide: Tensor) -> Tensor {
    let shape = target.shape
    require(
      shape.count == 4 && shape[0] == 1 && guide.shape.count == 4 && guide.shape[0] == 1
        && (guide.shape[1] == 1 || guide.shape[1] == 3) && guide.shape[2...] == shape[2...],
      "a target of shape \(shape) and a guide of shape \(guide.shape) do not go together")
    require(
      largeGuide.shape.count == 4 && largeGuide.shape[..<2] == guide.shape[..<2],
      "guides of shapes \(guide.shape) and \(largeGuide.shape) do not go together")
    guard target.count > 0 else { return target }
    let channels = (0..<shape[1]).map { channel in
      let plane = target.reshaped(to: [shape[1], 1, shape[2], shape[3]])[channel..<channel + 1]
      let coefficients = coefficients(target: plane, guide: guide)
      let means = boxMean(coefficients, radius: radius)
      let isEnlarged = largeGuide.shape != guide.shape
      return evaluated(
        isEnlarged
          ? means.resizedBilinearly(height: largeGuide.shape[2], width: largeGuide.shape[3])
          : means,
        guide: largeGuide)
    }
    return channels.count == 1 ? channels[0] : Tensor.joined(channels)
  }

  /// The linear function `a · I + b` of every window.
  ///
  /// - Parameters:
  ///   - target: `[1, 1, H, W]`.
  ///   - guide: `[1, G, H, W]`.
  /// - Returns: a, then b, of the window around each pixel, `[1, G + 1, H, W]`.
  private func coefficients(target: Tensor, guide: Tensor) -> Tensor {
    let (height, width, guides) = (guide.shape[2], guide.shape[3], guide.shape[1])
    let area = height * width
    let epsilon = Double(epsilon)
    return Tensor(shape: [1, guides + 1, height, width]) { result in
      let result = result.baseAddress!
      target.withUnsafeSamples { target in
        guide.withUnsafeSamples { guide in
          let (p, i) = (target.baseAddress!, guide.baseAddress!)
          if guides == 1 {
            slideWindows(height: height, width: width, radius: radius, quantities: 4) {
              row, sums, sign in
              GrayMoments.add(row: row * width, width: width, p, i, sign, to: sums)
            } use: { row, sums, counts in
              GrayMoments.solve(
                sums, counts, width: width, epsilon: epsilon, into: result + row * width,
                planeStride: area)
            }
          } else {
            slideWindows(height: height, width: width, radius: radius, quantities: 13) {
              row, sums, sign in
              ColorMoments.add(
                row: row * width, width: width, p, i, planeStride: area, sign, to: sums)
            } use: { row, sums, counts in
              ColorMoments.solve(
                sums, counts, width: width, epsilon: epsilon, into: result + row * width,
                planeStride: area)
            }
          }
        }
      }
    }
  }

  /// `a · I + b` at every pixel: `[1, 1, H, W]` from `[1, G + 1, H, W]` and `[1, G, H, W]`.
  private func evaluated(_ coefficients: Tensor, guide: Tensor) -> Tensor {
    let (height, width, guides) = (guide.shape[2], guide.shape[3], guide.shape[1])
    let area = height * width
    return coefficients.withUnsafeSamples { coefficients in
      guide.withUnsafeSamples { guide in
        let (a, i) = (coefficients.baseAddress!, guide.baseAddress!)
        let b = a + guides * area
        return Tensor(shape: [1, 1, height, width]) { result in
          let result = result.baseAddress!
          Parallel.forEachRange(area, grain: 1 << 14) { range in
            if guides == 1 {
              for index in range { result[index] = a[index] * i[index] + b[index] }
              return
            }
            let (a1, a2) = (a + area, a + 2 * area)
            let (i1, i2) = (i + area, i + 2 * area)
            for index in range {
              result[index] =
                (a[index] * i[index] + a1[index] * i1[index]) + (a2[index] * i2[index] + b[index])
            }
          }
        }
      }
    }
  }
}
