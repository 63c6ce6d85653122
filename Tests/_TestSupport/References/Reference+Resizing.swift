extension Reference {
  /// The kernels of interpolation.
  public enum Interpolation: Sendable {
    case bilinear
    /// Keys's cubic kernel with its parameter a.
    case bicubic(Double)

    func value(at distance: Double) -> Double {
      let x = abs(distance)
      switch self {
      case .bilinear: return max(0, 1 - x)
      case .bicubic(let a):
        // Keys 1981, equation 15.
        return x < 1
          ? (a + 2) * x * x * x - (a + 3) * x * x + 1
          : x < 2 ? a * x * x * x - 5 * a * x * x + 8 * a * x - 4 * a : 0
      }
    }
  }

  /// Visits every product of a resize: places of the input and output samples and the weight.
  private static func forEachProduct(
    input: [Int], height: Int, width: Int, _ kernel: Interpolation,
    _ body: (_ input: Int, _ output: Int, _ weight: Double) -> Void
  ) {
    func position(_ index: Int, _ from: Int, _ to: Int) -> Double {
      (Double(index) + 0.5) * Double(from) / Double(to) - 0.5
    }
    for plane in 0..<input[0] * input[1] {
      for y in 0..<height {
        for x in 0..<width {
          let (centerY, centerX) = (position(y, input[2], height), position(x, input[3], width))
          // Every sample of the borders' replication that the kernel may reach.
          for row in Int(centerY.rounded(.down)) - 2...Int(centerY.rounded(.down)) + 3 {
            for column in Int(centerX.rounded(.down)) - 2...Int(centerX.rounded(.down)) + 3 {
              let weight =
                kernel.value(at: centerY - Double(row)) * kernel.value(at: centerX - Double(column))
              let inside = (min(max(row, 0), input[2] - 1), min(max(column, 0), input[3] - 1))
              body(
                (plane * input[2] + inside.0) * input[3] + inside.1,
                (plane * height + y) * width + x, weight)
            }
          }
        }
      }
    }
  }

  public static func resize(
    _ input: ReferenceTensor, height: Int, width: Int, _ kernel: Interpolation
  ) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: [input.shape[0], input.shape[1], height, width])
    forEachProduct(input: input.shape, height: height, width: width, kernel) { from, to, weight in
      output.values[to] += weight * input.values[from]
    }
    return output
  }

  public static func resizeGradient(
    _ outputGradient: ReferenceTensor, inputShape: [Int], _ kernel: Interpolation
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: inputShape)
    forEachProduct(
      input: inputShape, height: outputGradient.shape[2], width: outputGradient.shape[3], kernel
    ) { from, to, weight in gradient.values[from] += weight * outputGradient.values[to] }
    return gradient
  }
}
