import BurnishTensors

/// An image without the rows below and the columns to the right of the last multiple of `factor`.
///
/// - Parameter image: `[N, C, H, W]`.
func cropped(_ image: Tensor, to factor: Int) -> Tensor {
  let (height, width) = (image.shape[2], image.shape[3])
  return image.cropped(rows: 0..<height / factor * factor, columns: 0..<width / factor * factor)
}
