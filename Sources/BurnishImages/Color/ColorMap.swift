import BurnishCore
import BurnishTensors

/// Maps numbers in 0...1 to colors, by polynomials.
public enum ColorMap: Sendable, Hashable, CaseIterable {
  /// From dark blue through green to dark red, with distinct colors everywhere: for depth.
  ///
  /// A. Mikhailov, "Turbo, An Improved Rainbow Colormap for Visualization", Google AI Blog, 2019, with the
  /// polynomial of degree 5 that R. Du fitted to it (Apache-2.0).
  case turbo
  case gray

  /// The color of a number. Numbers outside 0...1 get the color of the nearest end, NaN the color of 0.
  public func color(of value: Float) -> (red: Float, green: Float, blue: Float) {
    let x = value > 0 ? min(value, 1) : 0
    func polynomial(_ coefficients: [Float]) -> Float {
      max(0, min(1, coefficients.reversed().reduce(0) { $0 * x + $1 }))
    }
    let coefficients = self.coefficients
    return (
      polynomial(coefficients[0]), polynomial(coefficients[1]), polynomial(coefficients[2])
    )
  }

  /// The coefficients for red, green and blue, constant first.
  private var coefficients: [[Float]] {
    switch self {
    case .turbo: Self.turboCoefficients
    case .gray: [[0, 1], [0, 1], [0, 1]]
    }
  }

  private static let turboCoefficients: [[Float]] = [
    [0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943],
    [0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604],
    [0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973],
  ]

  /// The colors of a plane of numbers.
  ///
  /// - Parameters:
  ///   - plane: `[1, 1, H, W]`, any range.
  ///   - range: the numbers of the first and the last color.
  ///   - valid: `[1, 1, H, W]`; pixels where this is 0 become black.
  public func image(
    of plane: Tensor, range: ClosedRange<Float>, valid: Tensor? = nil
  ) -> Image {
    let shape = plane.shape
    require(
      shape.count == 4 && shape[0] == 1 && shape[1] == 1, "a plane is [1, 1, H, W], not \(shape)")
    // 1024 steps are finer than the 8 bits of a screen.
    let table = (0..<1024).map { color(of: Float($0) / 1023) }
    let span = range.upperBound - range.lowerBound
    let mask = valid?.values
    let area = shape[2] * shape[3]
    let samples = Tensor(shape: [1, 3, shape[2], shape[3]]) { result in
      plane.withUnsafeSamples { values in
        for index in 0..<area {
          let isValid = (mask.map { $0[index] != 0 } ?? true) && values[index].isFinite
          let position = span > 0 && isValid ? (values[index] - range.lowerBound) / span : 0
          let color =
            isValid ? table[Int(max(0, min(1, position)) * 1023 + 0.5)] : (0, 0, 0)
          (result[index], result[area + index], result[2 * area + index]) = color
        }
      }
    }
    return Image(samples: samples)
  }
}

extension DepthMap {
  /// The smallest and the largest valid depth; `nil` if no pixel is valid.
  public var range: ClosedRange<Float>? {
    let mask = valid?.values
    var bounds: (Float, Float)?
    for (index, value) in samples.values.enumerated() where mask.map({ $0[index] != 0 }) ?? true {
      bounds = bounds.map { (min($0.0, value), max($0.1, value)) } ?? (value, value)
    }
    return bounds.map { $0.0...$0.1 }
  }

  /// Depth in colors. Invalid pixels are black.
  ///
  /// - Parameter range: the depth of the first and last color; by default the map's own range. Give it to compare
  ///   several maps.
  public func colorized(_ map: ColorMap = .turbo, range: ClosedRange<Float>? = nil) -> Image {
    map.image(of: samples, range: range ?? self.range ?? 0...1, valid: valid)
  }
}
