import BurnishTensors

extension Tensor {
  /// Resizes every plane of a tensor as Pillow, MATLAB or OpenCV do with floating-point images.
  /// The tensor is `[N, C, H, W]`, any range.
  ///
  /// Nothing is rounded or clamped: bicubic and Lanczos kernels overshoot at edges. The result
  /// differs from the library's own by rounding in single precision alone.
  /// - Parameters:
  ///   - height: the new height, at least 1.
  ///   - width: the new width, at least 1.
  ///   - kernel: how samples are made; see ``ResamplingDialect`` for what each dialect understands by
  ///     it.
  ///   - dialect: whose resizing is followed, with its borders.
  ///   - antialias: whether the kernel is widened where the image is reduced; `nil` for what the
  ///     dialect does by itself. OpenCV knows no antialiasing.
  /// - Returns: `[N, C, height, width]`.
  public func resized(
    height: Int, width: Int, kernel: ResamplingKernel, dialect: ResamplingDialect,
    antialias: Bool? = nil
  ) -> Tensor {
    precondition(self.shape.count == 4, "resize needs [N, C, H, W], not \(self.shape)")
    let resampling = Resampling(
      fromHeight: self.shape[2], fromWidth: self.shape[3], height: height, width: width,
      kernel: kernel, dialect: dialect, antialias: antialias)
    return resampling(self)
  }
}

/// Images of which no side is greater than a number of pixels: larger ones are reduced in Pillow's bicubic
/// way, with antialiasing, smaller ones stay as they are.
///
/// - Parameters:
///   - tensor: `[N, C, H, W]`, any range.
///   - side: at least 1.
/// - Returns: `[N, C, h, w]`, h and w at least 1; bicubic reductions may overshoot the range a little.
package func reduced(_ tensor: Tensor, toSide side: Int) -> Tensor {
  let (height, width) = (tensor.shape[2], tensor.shape[3])
  let greatest = max(height, width)
  if greatest <= side { return tensor }
  func shortened(_ extent: Int) -> Int { max(1, (2 * extent * side + greatest) / (2 * greatest)) }
  return tensor.resized(
    height: shortened(height), width: shortened(width), kernel: .bicubic, dialect: .pillow)
}

extension ResamplingDialect {
  /// How many samples of the opposite borders a reduction needs around images so that no weights go around them; 0 for
  /// dialects whose borders are not circular.
  package func circularMargin(fromHeight: Int, fromWidth: Int, height: Int, width: Int) -> Int {
    guard self == .deepInv, height <= fromHeight, width <= fromWidth else { return 0 }
    return 2
      * max(
        ResamplingWeights.deepInvFactor(from: fromHeight, to: height),
        ResamplingWeights.deepInvFactor(from: fromWidth, to: width))
  }
}

/// The weights for resizing images of one size to another, for use on many images.
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
    precondition(
      height > 0 && width > 0 && fromHeight > 0 && fromWidth > 0,
      "cannot resize \(fromWidth)x\(fromHeight) to \(width)x\(height)")
    precondition(
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
    precondition(
      tensor.shape[2] == rows.inputCount && tensor.shape[3] == columns.inputCount,
      "weights for \(columns.inputCount)x\(rows.inputCount) do not fit \(tensor.shape)")
    if rows.isIdentity && columns.isIdentity { return tensor.plain() }
    // Both orders give the same but for rounding; reductions shrink the work of the second pass. A
    // sample along a row costs about twice of one down a column, where neighbors are computed
    // together.
    let alongFirst =
      2 * rows.inputCount * columns.taps + rows.outputCount * rows.taps
    let downFirst =
      rows.outputCount * rows.taps * columns.inputCount / columns.outputCount
      + 2 * rows.outputCount * columns.taps
    return alongFirst <= downFirst
      ? resampledDown(resampledAlong(tensor)) : resampledAlong(resampledDown(tensor))
  }
}
