import BurnishTensors

extension NoiseStrength {
  /// - Throws: `ValidationError` for a number that is neither 0, for none, nor in ``range``.
  func checkOrNone() throws { if self != .known(0) { try check() } }
}
