import BurnishTensors

/// Adds rows and columns around images: `[N, C, H, W]` to `[N, C, top + H + bottom,
/// left + W + right]`.
public func pad(
  _ input: Variable, by padding: ConvolutionGeometry.Padding, mode: BorderMode
) -> Variable {
  Recording.unary(input, pad(input.value, by: padding, mode: mode)) {
    padGradient($0, by: padding, mode: mode)
  }
}

/// Removes rows and columns from the margin of images: `[N, C, H, W]` to `[N, C, H - top - bottom,
/// W - left - right]`.
public func crop(_ input: Variable, by margin: ConvolutionGeometry.Padding) -> Variable {
  Recording.unary(input, crop(input.value, by: margin)) { pad($0, by: margin, mode: .zero) }
}
