import BurnishTensors

extension DepthMap {
  /// Resizes depth without mixing gaps into their neighbors.
  ///
  /// Where every sample under the kernel is valid, the result is that of
  /// ``resize(_:height:width:kernel:dialect:antialias:)``. Elsewhere it is the mean of the valid
  /// samples under the dialect's kernel without negative lobes: `nearest` and `box` as they are,
  /// `bilinear` for all others; a mean of that kind never leaves the range of what it averages.
  /// Pixels under whose kernel no sample is valid are not valid.
  /// - Parameters: as of `resize`.
  public func resized(
    height: Int, width: Int, kernel: ResamplingKernel, dialect: ResamplingDialect,
    antialias: Bool? = nil
  ) -> DepthMap {
    func resampling(_ kernel: ResamplingKernel) -> Resampling {
      Resampling(
        fromHeight: self.height, fromWidth: self.width, height: height, width: width,
        kernel: kernel, dialect: dialect, antialias: antialias)
    }
    let full = resampling(kernel)
    // Samples that are not valid are 0, so that sums leave them out.
    let plain = full(samples)
    guard let valid else {
      return DepthMap(samples: plain, unit: unit, invalidMarker: invalidMarker)
    }
    let gaps = Tensor(shape: valid.shape, values: valid.values.map { 1 - $0 })
    let dependence = full.magnitudes(gaps).values
    let hasNegativeLobes = kernel == .bicubic || kernel == .lanczos
    let positive = hasNegativeLobes ? resampling(.bilinear) : full
    let sums = positive(samples).values
    let shares = positive(valid).values
    // Weights that should be 0 may have been rounded to something below this.
    let negligible: Float = 1e-6
    var mask = [Float](repeating: 1, count: height * width)
    let values = plain.values.enumerated().map { index, value in
      if dependence[index] <= negligible { return value }
      if shares[index] > negligible { return sums[index] / shares[index] }
      mask[index] = 0
      return 0
    }
    return DepthMap(
      samples: Tensor(shape: plain.shape, values: values), unit: unit,
      valid: Tensor(shape: plain.shape, values: mask), invalidMarker: invalidMarker)
  }

  /// The samples with gaps closed by the valid sample that is reached first, going up, down, left
  /// and right.
  ///
  /// For methods that need a number everywhere; what they make of a gap is to be masked again.
  /// - Returns: `[1, 1, H, W]`; zeros if no pixel is valid.
  public func samplesWithGapsFilled() -> Tensor {
    valid.map { closingGaps(samples, valid: $0) } ?? samples
  }
}
