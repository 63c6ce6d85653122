import BurnishTensors

/// The planes in which a filter for gray images sees a color image: the mean of the colors, and
/// what red differs from blue and both from green.
///
/// Noise that is independent from color to color is so from plane to plane, and weaker: images
/// differ little in their colors, so that three planes tell more of them than three colors. On six
/// images of BSDS400 with noise of sigma 25, the same weights leave 29.57 dB in these planes and
/// 27.45 dB color by color; figures for images under a guide are in `Documentation/figures.md`.
package enum OpponentColors {
  /// Each plane's weights of red, green and blue.
  private static let weights: [[Float]] = [
    [1.0 / 3, 1.0 / 3, 1.0 / 3], [0.5, 0, -0.5], [0.25, -0.5, 0.25],
  ]
  /// What stands for no difference.
  private static let neutral: [Float] = [0, 0.5, 0.5]
  /// Each color's weights of the planes, whose neutral values are taken away.
  private static let inverse: [[Float]] = [
    [1, 1, 2.0 / 3], [1, 0, -4.0 / 3], [1, -1, 2.0 / 3],
  ]

  /// The standard deviation of each plane's noise as a share of a color's.
  package static let noiseShares: [Float] = weights.map { row in
    row.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// One of the colors where all three are equal, as in a gray image in a file of colors: its noise is
  /// the same in all, not weaker in their mean.
  ///
  /// - Parameter colors: red, green and blue, `[1, 3, H, W]`.
  package static func gray(of colors: Tensor) -> Tensor? {
    let colors = colors.split(counts: [1, 1, 1])
    let areEqual = colors[0].withUnsafeSamples { red in
      colors[1...].allSatisfy { $0.withUnsafeSamples { $0.elementsEqual(red) } }
    }
    return areEqual ? colors[0] : nil
  }

  /// - Parameter colors: red, green and blue, `[1, 3, H, W]`, samples in 0...1.
  /// - Returns: three planes `[1, 1, H, W]`, samples in 0...1.
  package static func planes(of colors: Tensor) -> [Tensor] {
    let colors = colors.split(counts: [1, 1, 1])
    return zip(weights, neutral).map { row, neutral in
      mixed(colors, row) + Tensor(repeating: neutral, shape: colors[0].shape)
    }
  }

  /// - Parameter planes: three of shape `[1, 1, H, W]`.
  /// - Returns: red, green and blue, `[1, 3, H, W]`.
  package static func colors(of planes: [Tensor]) -> Tensor {
    let differences = zip(planes, neutral).map { plane, neutral in
      plane - Tensor(repeating: neutral, shape: plane.shape)
    }
    return Tensor.joined(inverse.map { mixed(differences, $0) })
  }

  private static func mixed(_ planes: [Tensor], _ weights: [Float]) -> Tensor {
    planes[0] * weights[0] + planes[1] * weights[1] + planes[2] * weights[2]
  }
}
