import BurnishTensors

/// Resizes images by bilinear interpolation, without antialiasing; pixel positions and borders are
/// those of BurnishTensors' function of the same name.
/// - Parameters:
///   - input: `[N, C, H, W]`, not empty.
///   - height: the output's height in pixels; positive.
///   - width: the output's width in pixels; positive.
/// - Returns: `[N, C, height, width]`.
public func resizeBilinear(_ input: Variable, height: Int, width: Int) -> Variable {
  let inputShape = input.shape
  return Recording.unary(input, resizeBilinear(input.value, height: height, width: width)) {
    resizeBilinearGradient($0, inputShape: inputShape)
  }
}
