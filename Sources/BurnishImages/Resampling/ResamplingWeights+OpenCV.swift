#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Follows OpenCV's modules/imgproc/src/resize.cpp. Both use single precision for places and weights.

extension ResamplingWeights {
  /// - Parameter isEnlarging: whether the image grows in at least one direction. `INTER_AREA` then interpolates in
  ///   both.
  init(
    openCV kernel: ResamplingKernel, from inputCount: Int, to outputCount: Int, isEnlarging: Bool
  ) {
    let scale = Double(inputCount) / Double(outputCount)
    let parts: (Int) -> Parts =
      switch kernel {
      case .nearest:
        { [(min(Int(Double($0) * scale), inputCount - 1), 1)] }
      case .box:
        isEnlarging
          ? { Self.areaInterpolation($0, scale, inputCount) }
          : { Self.areaMean($0, scale, inputCount) }
      case .bilinear: { Self.linear($0, scale, inputCount) }
      case .bicubic: { Self.clamped($0, scale, inputCount, Self.cubic) }
      case .lanczos: { Self.clamped($0, scale, inputCount, Self.lanczos) }
      }
    self.init(inputCount: inputCount, outputCount: outputCount, parts: parts)
  }

  private static func linear(_ output: Int, _ scale: Double, _ count: Int) -> Parts {
    let place = Float((Double(output) + 0.5) * scale - 0.5)
    let index = Int(place.rounded(.down))
    let fraction = place - Float(index)
    if index < 0 { return [(0, 1)] }
    if index >= count - 1 { return [(count - 1, 1)] }
    return [(index, Double(1 - fraction)), (index + 1, Double(fraction))]
  }

  /// `INTER_AREA` for enlarging: samples stay flat and blend only at their boundaries.
  private static func areaInterpolation(_ output: Int, _ scale: Double, _ count: Int) -> Parts {
    let index = Int((Double(output) * scale).rounded(.down))
    var fraction = Float(Double(output + 1) - Double(index + 1) / scale)
    fraction = fraction <= 0 ? 0 : fraction - fraction.rounded(.down)
    if index >= count - 1 { return [(count - 1, 1)] }
    return [(index, Double(1 - fraction)), (index + 1, Double(fraction))]
  }

  /// `INTER_AREA` for reducing: `computeResizeAreaTab`.
  private static func areaMean(_ output: Int, _ scale: Double, _ count: Int) -> Parts {
    let (start, end) = (Double(output) * scale, Double(output) * scale + scale)
    let cell = min(scale, Double(count) - start)
    let last = min(Int(end.rounded(.down)), count - 1)
    let first = min(Int(start.rounded(.up)), last)
    var parts: Parts = []
    if Double(first) - start > 1e-3 { parts.append((first - 1, (Double(first) - start) / cell)) }
    for index in first..<last { parts.append((index, 1 / cell)) }
    if end - Double(last) > 1e-3 {
      parts.append((last, min(min(end - Double(last), 1), cell) / cell))
    }
    return parts
  }

  /// The weights of consecutive samples around a place. Samples beyond a border repeat the border sample.
  private static func clamped(
    _ output: Int, _ scale: Double, _ count: Int, _ kernel: (Float) -> [Float]
  ) -> Parts {
    let place = Float((Double(output) + 0.5) * scale - 0.5)
    let index = Int(place.rounded(.down))
    let weights = kernel(place - Float(index))
    let first = index - (weights.count / 2 - 1)
    return weights.enumerated().map { (max(0, min(count - 1, first + $0)), Double($1)) }
  }

  private static func cubic(_ x: Float) -> [Float] {
    let a: Float = -0.75
    let w0 = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a
    let w1 = ((a + 2) * x - (a + 3)) * x * x + 1
    let w2 = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1
    return [w0, w1, w2, 1 - w0 - w1 - w2]
  }

  /// sin(pi (t - k)) sin(pi (t - k) / 4), expanded to use the sine and cosine of only one angle.
  private static func lanczos(_ x: Float) -> [Float] {
    let half = 0.5.squareRoot()
    let turns: [(Double, Double)] = [
      (1, 0), (-half, -half), (0, 1), (half, -half), (-1, 0), (half, half), (0, -1),
      (-half, half),
    ]
    let angle = -Double(x + 3) * .pi * 0.25
    let (sine, cosine) = (sin(angle), cos(angle))
    var weights = turns.indices.map { k -> Float in
      let distance = x + 3 - Float(k)
      if abs(distance) < 1e-6 { return 1e30 }
      let y = -Double(distance) * .pi * 0.25
      return Float((turns[k].0 * sine + turns[k].1 * cosine) / (y * y))
    }
    let sum = weights.reduce(0, +)
    for k in weights.indices { weights[k] *= 1 / sum }
    return weights
  }
}
