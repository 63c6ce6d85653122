import BurnishCore
import BurnishTensors

extension Tensor {
  /// Resizes every plane of a tensor the way Pillow, MATLAB or OpenCV resize floating-point images.
  ///
  /// The tensor is `[N, C, H, W]`, any range. Nothing is rounded or clamped: bicubic and Lanczos kernels overshoot
  /// at edges. The result differs from the library's only by single-precision rounding.
  /// - Parameters:
  ///   - height: the new height, at least 1.
  ///   - width: the new width, at least 1.
  ///   - kernel: how samples are computed; ``ResamplingDialect`` lists its meaning in each dialect.
  ///   - dialect: the library whose resizing and borders are reproduced.
  ///   - antialias: whether to widen the kernel for reductions; `nil` for the dialect's default. OpenCV has no
  ///     antialiasing.
  /// - Returns: `[N, C, height, width]`.
  public func resized(
    height: Int, width: Int, kernel: ResamplingKernel, dialect: ResamplingDialect,
    antialias: Bool? = nil
  ) -> Tensor {
    require(self.shape.count == 4, "resize needs [N, C, H, W], not \(self.shape)")
    let resampling = Resampling(
      fromHeight: self.shape[2], fromWidth: self.shape[3], height: height, width: width,
      kernel: kernel, dialect: dialect, antialias: antialias)
    return resampling(self)
  }
}

/// Reduces images whose longer side exceeds a limit, by Pillow's antialiased bicubic resizing.
///
/// - Parameters:
///   - tensor: `[N, C, H, W]`, any range.
///   - side: the maximum side length in pixels, at least 1.
/// - Returns: `[N, C, h, w]`, h and w at least 1. Smaller images are unchanged. Reduced images may slightly
///   overshoot the range.
package func reduced(_ tensor: Tensor, toSide side: Int) -> Tensor {
  let (height, width) = (tensor.shape[2], tensor.shape[3])
  let maximum = max(height, width)
  if maximum <= side { return tensor }
  func shortened(_ extent: Int) -> Int { max(1, (2 * extent * side + maximum) / (2 * maximum)) }
  return tensor.resized(
    height: shortened(height), width: shortened(width), kernel: .bicubic, dialect: .pillow)
}

extension ResamplingDialect {
  /// The number of samples from opposite borders that images need around them, so that no weights wrap around in a
  /// reduction. 0 for dialects whose borders are not circular.
  package func circularMargin(fromHeight: Int, fromWidth: Int, height: Int, width: Int) -> Int {
    guard self == .deepInv, height <= fromHeight, width <= fromWidth else { return 0 }
    return 2
      * max(
        ResamplingWeights.deepInvFactor(from: fromHeight, to: height),
        ResamplingWeights.deepInvFactor(from: fromWidth, to: width))
  }
}

/// The weights for resizing images of one size to another, reusable for many images.
package struct Resampling: Sendable {
  let rows: ResamplingWeights
  let columns: ResamplingWeights

  init(rows: ResamplingWeights, columns: ResamplingWeights) {
    self.rows = rows
    self.columns = columns
  }

  package init(
    fromHeight: Int, fromWidth: Int, height: Int, width: Int, kernel: ResamplingKernel,
    dialect: ResamplingDialect, antialias: Bool? = nil, margin: Int = 0
  ) {
    require(
      height > 0 && width > 0 && fromHeight > 0 && fromWidth > 0,
      "cannot resize \(fromWidth)x\(fromHeight) to \(width)x\(height)")
    require(
      dialect != .openCV || antialias != true, "OpenCV's resize has no antialiasing")
    let antialias = antialias ?? dialect.antialiases(kernel)
    func weights(_ from: Int, _ to: Int) -> ResamplingWeights {
      switch dialect {
      case .pillow: ResamplingWeights(pillow: kernel, from: from, to: to, antialias: antialias)
      case .matlab: ResamplingWeights(matlab: kernel, from: from, to: to, antialias: antialias)
      case .deepInv:
        ResamplingWeights(deepInv: kernel, from: from, to: to, margin: margin)
      case .openCV:
        ResamplingWeights(
          openCV: kernel, from: from, to: to, isEnlarging: height > fromHeight || width > fromWidth)
      }
    }
    rows = weights(fromHeight, height)
    columns = weights(fromWidth, width)
  }

  /// The adjoint: `⟨A x, y⟩ = ⟨x, A' y⟩`.
  package var transposed: Resampling {
    Resampling(rows: rows.transposed, columns: columns.transposed)
  }

  package func callAsFunction(_ tensor: Tensor) -> Tensor {
    require(
      tensor.shape[2] == rows.inputCount && tensor.shape[3] == columns.inputCount,
      "weights for \(columns.inputCount)x\(rows.inputCount) do not fit \(tensor.shape)")
    if rows.isIdentity && columns.isIdentity { return tensor.plain() }
    // Both orders give the same result except for rounding; reductions make the second pass cheaper. A sample along
    // a row costs about twice as much as one down a column, where neighbors are computed together.
    let alongFirst =
      2 * rows.inputCount * columns.taps + rows.outputCount * rows.taps
    let downFirst =
      rows.outputCount * rows.taps * columns.inputCount / columns.outputCount
      + 2 * rows.outputCount * columns.taps
    return alongFirst <= downFirst
      ? resampledDown(resampledAlong(tensor)) : resampledAlong(resampledDown(tensor))
  }
}
