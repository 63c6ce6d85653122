import BurnishTensors

extension Variable {
  /// Resizes images by bilinear interpolation, without antialiasing; pixel positions and borders are
  /// those of BurnishTensors' function of the same name.
  /// The tensor is `[N, C, H, W]`, not empty.
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
