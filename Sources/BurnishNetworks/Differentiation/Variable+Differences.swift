import BurnishTensors

extension Variable {
  /// The right neighbor minus the pixel, and the pixel below minus the pixel:
  /// `[N, C, H, W]` to `[N, 2 C, H, W]`, 0 across the border.
  public func forwardDifferences() -> Variable {
    Recording.unary(self, value.forwardDifferences()) { $0.forwardDifferencesAdjoint() }
  }
}
