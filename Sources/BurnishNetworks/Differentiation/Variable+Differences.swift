import BurnishTensors

extension Variable {
  /// The differences of each pixel's right neighbor and of the one below from the pixel:
  /// `[N, C, H, W]` to `[N, 2 C, H, W]`, 0 across the border.
  public func forwardDifferences() -> Variable {
    Recording.unary(self, value.forwardDifferences()) { $0.forwardDifferencesAdjoint() }
  }
}
