import BurnishTensors

extension DepthMap {
  /// Fills gaps with the valid sample that the fewest steps up, down, left or right reach.
  ///
  /// Use this for methods that need a number everywhere, and mask the gaps in their results again.
  /// - Returns: `[1, 1, H, W]`; zeros if no pixel is valid.
  public func samplesWithGapsFilled() -> Tensor {
    valid.map { closingGaps(samples, valid: $0) } ?? samples
  }
}
