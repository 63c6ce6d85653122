import BurnishTensors

extension DepthMap {
  /// The samples with gaps closed by the valid sample that is reached first, going up, down, left
  /// and right.
  ///
  /// For methods that need a number everywhere; what they make of a gap is to be masked again.
  /// - Returns: `[1, 1, H, W]`; zeros if no pixel is valid.
  public func samplesWithGapsFilled() -> Tensor {
    valid.map { closingGaps(samples, valid: $0) } ?? samples
  }
}
