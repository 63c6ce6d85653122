import BurnishCore
import BurnishImages
import BurnishTensors

extension DepthProtocol {
  /// The depth map enlarged to full resolution: a filter's target.
  ///
  /// - Parameters:
  ///   - depth: `[N, C, h, w]`, in any unit.
  ///   - factor: how many times larger each side becomes.
  /// - Returns: `[N, C, h * factor, w * factor]`, in the unit of `depth`.
  public func enlarged(_ depth: Tensor, factor: Int) -> Tensor {
    require(
      depth.shape.count == 4 && factor > 0,
      "a depth map of shape \(depth.shape) cannot be enlarged \(factor) times")
    return depth.resized(
      height: depth.shape[2] * factor, width: depth.shape[3] * factor,
      kernel: self == .bmp3 ? .bilinear : .bicubic,
      dialect: self == .dknBicubic ? .pillow : .matlab, antialias: true)
  }
}
