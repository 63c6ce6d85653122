import BurnishTensors

/// Crops an image at the bottom and the right to the largest size that is a multiple of `factor`.
///
/// - Parameter image: `[N, C, H, W]`.
func cropped(_ image: Tensor, to factor: Int) -> Tensor {
  let (height, width) = (image.shape[2], image.shape[3])
  return image.cropped(rows: 0..<height / factor * factor, columns: 0..<width / factor * factor)
}
