import BurnishCore
import BurnishTensors

/// The minimum and the maximum sample around each sample of small planes, as limits for enlarged
/// planes.
struct NeighborhoodRange {
  private let low, high: Tensor

  /// - Parameters:
  ///   - planes: `[1, C, h, w]`, in any range.
  ///   - radius: the number of rows and columns on each side, cut off at the borders.
  init(of planes: Tensor, radius: Int) {
    require(radius >= 0, "a radius of \(radius) is negative")
    low = Self.extremes(planes, radius, min)
    high = Self.extremes(planes, radius, max)
  }

  /// The larger planes, with each sample clipped to the range of the small sample whose cell
  /// contains it.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, h * factor, w * factor]`; NaN samples stay.
  ///   - factor: how many times larger each side is.
  func clipped(_ planes: Tensor, factor: Int) -> Tensor {
    let (height, width) = (planes.shape[2], planes.shape[3])
    require(
      planes.shape == [1, low.shape[1], low.shape[2] * factor, low.shape[3] * factor],
      "planes of shape \(planes.shape) are not \(factor) times as large as \(low.shape)")
    var result = planes
    result.withUnsafeMutableSamples { result in
      low.withUnsafeSamples { low in
        high.withUnsafeSamples { high in
          for row in 0..<planes.shape[1] * height {
            let (source, target) = (row / factor * (width / factor), row * width)
            for x in 0..<width {
              let cell = source + x / factor
              if result[target + x] < low[cell] { result[target + x] = low[cell] }
              if result[target + x] > high[cell] { result[target + x] = high[cell] }
            }
          }
        }
      }
    }
    return result
  }

  /// The extreme of the square around each sample, along rows and then along columns.
  private static func extremes(
    _ planes: Tensor, _ radius: Int, _ extreme: (Float, Float) -> Float
  ) -> Tensor {
    let (height, width) = (planes.shape[2], planes.shape[3])
    var values = planes.values
    for (stride, extent) in [(1, width), (width, height)] {
      let source = values
      for index in values.indices {
        let place = index / stride % extent
        for other in max(0, place - radius)...min(extent - 1, place + radius) {
          values[index] = extreme(values[index], source[index + (other - place) * stride])
        }
      }
    }
    return Tensor(shape: planes.shape, values: values)
  }
}
