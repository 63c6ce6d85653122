import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

extension DepthProtocol {
  /// Reduces a depth map to a low resolution.
  ///
  /// - Parameters:
  ///   - depth: `[N, C, H, W]`, in any unit; `H` and `W` must be multiples of `factor`.
  ///   - factor: the factor by which each side shrinks.
  /// - Returns: `[N, C, H / factor, W / factor]`, in the unit of `depth`.
  public func reduced(_ depth: Tensor, factor: Int) -> Tensor {
    require(
      depth.shape.count == 4 && factor > 0 && depth.shape[2] % factor == 0
        && depth.shape[3] % factor == 0,
      "a depth map of shape \(depth.shape) cannot be divided by \(factor)")
    let (height, width) = (depth.shape[2] / factor, depth.shape[3] / factor)
    switch self {
    case .dknBicubic:
      return depth.resized(
        height: height, width: width, kernel: .bicubic, dialect: .pillow, antialias: true)
    case .djfNearest, .bmp3:
      return lastOfEachBlock(depth, factor: factor)
    }
  }
}

/// Returns the lower right sample of each block.
private func lastOfEachBlock(_ depth: Tensor, factor: Int) -> Tensor {
  let (planes, height, width) = (depth.shape[0] * depth.shape[1], depth.shape[2], depth.shape[3])
  let shape = [depth.shape[0], depth.shape[1], height / factor, width / factor]
  return depth.withUnsafeSamples { source in
    Tensor(shape: shape) { result in
      for plane in 0..<planes {
        for y in 0..<shape[2] {
          let row = (plane * height + y * factor + factor - 1) * width + factor - 1
          for x in 0..<shape[3] {
            result[(plane * shape[2] + y) * shape[3] + x] = source[row + x * factor]
          }
        }
      }
    }
  }
}
