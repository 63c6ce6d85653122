import BurnishTensors

extension Variable {
  /// Resizes images `[N, C, H, W]` by bilinear interpolation, without antialiasing. They must not be empty. Pixel
  /// positions and borders are as in BurnishTensors' function of the same name.
  /// - Parameters:
  ///   - height: the output's height in pixels; positive.
  ///   - width: the output's width in pixels; positive.
  /// - Returns: `[N, C, height, width]`.
  public func resizedBilinearly(height: Int, width: Int) -> Variable {
    let inputShape = self.shape
    return Recording.unary(self, value.resizedBilinearly(height: height, width: width)) {
      resizeBilinearGradient($0, inputShape: inputShape)
    }
  }
}
