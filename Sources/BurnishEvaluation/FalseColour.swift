import BurnishTensors

/// Depth and errors as colours that the eye can tell apart.
public enum FalseColour: Sendable {
  /// From near (dark violet) over green to far (yellow), about evenly in lightness.
  case depth
  /// From none (black) over red to large (pale yellow).
  case error

  /// The colours of a plane.
  ///
  /// - Parameters:
  ///   - plane: `[1, 1, H, W]`, in any unit.
  ///   - range: the values that the ends of the scale stand for; others take the nearest end's colour.
  /// - Returns: `[1, 3, H, W]`, samples in 0...1.
  public func picture(of plane: Tensor, range: ClosedRange<Float>) -> Tensor {
    precondition(
      plane.shape.count == 4 && plane.shape[0] == 1 && plane.shape[1] == 1,
      "a tensor of shape \(plane.shape) is not a plane")
    precondition(range.lowerBound < range.upperBound, "the range \(range) has no extent")
    let (stops, count) = (stops, plane.count)
    let scale = Float(stops.count - 1) / (range.upperBound - range.lowerBound)
    return plane.withUnsafeSamples { values in
      Tensor(shape: [1, 3, plane.shape[2], plane.shape[3]]) { colours in
        for index in 0..<count {
          let position = (values[index] - range.lowerBound) * scale
          let clamped = position.isNaN ? 0 : min(max(position, 0), Float(stops.count - 1))
          let stop = min(Int(clamped), stops.count - 2)
          let colour = stops[stop] + (clamped - Float(stop)) * (stops[stop + 1] - stops[stop])
          for channel in 0..<3 { colours[channel * count + index] = colour[channel] }
        }
      }
    }
  }

  private var stops: [SIMD3<Float>] {
    switch self {
    case .depth:
      [
        SIMD3(0.20, 0.05, 0.30), SIMD3(0.25, 0.20, 0.53), SIMD3(0.19, 0.38, 0.56),
        SIMD3(0.13, 0.55, 0.55), SIMD3(0.24, 0.70, 0.44), SIMD3(0.58, 0.82, 0.28),
        SIMD3(0.98, 0.90, 0.25),
      ]
    case .error:
      [
        SIMD3(0.02, 0.02, 0.04), SIMD3(0.40, 0.06, 0.20), SIMD3(0.85, 0.25, 0.15),
        SIMD3(0.98, 0.65, 0.20), SIMD3(1.00, 0.98, 0.80),
      ]
    }
  }
}
