import BurnishTensors

extension Variable {
  /// Adds rows and columns around images: `[N, C, H, W]` to `[N, C, top + H + bottom,
  /// left + W + right]`.
  public func padded(by padding: ConvolutionGeometry.Padding, mode: BorderMode) -> Variable {
    Recording.unary(self, value.padded(by: padding, mode: mode)) {
      padGradient($0, by: padding, mode: mode)
    }
  }

  /// Removes rows and columns from the margin of images: `[N, C, H, W]` to `[N, C, H - top - bottom,
  /// W - left - right]`.
  public func cropped(by margin: ConvolutionGeometry.Padding) -> Variable {
    Recording.unary(self, value.cropped(by: margin)) { $0.padded(by: margin, mode: .zero) }
  }
}
