extension Reference {
  /// The weight of a sample at a given distance.
  private static func triangle(_ distance: Double) -> Double { max(0, 1 - abs(distance)) }

  /// Visits every product of a resize with the indices of its input and output samples and its weight.
  private static func forEachProduct(
    input: [Int], height: Int, width: Int,
    _ body: (_ input: Int, _ output: Int, _ weight: Double) -> Void
  ) {
    func position(_ index: Int, _ from: Int, _ to: Int) -> Double {
      (Double(index) + 0.5) * Double(from) / Double(to) - 0.5
    }
    for plane in 0..<input[0] * input[1] {
      for y in 0..<height {
        for x in 0..<width {
          let (centerY, centerX) = (position(y, input[2], height), position(x, input[3], width))
          // Every sample, with borders replicated, that the kernel may reach.
          for row in Int(centerY.rounded(.down)) - 1...Int(centerY.rounded(.down)) + 2 {
            for column in Int(centerX.rounded(.down)) - 1...Int(centerX.rounded(.down)) + 2 {
              let weight = triangle(centerY - Double(row)) * triangle(centerX - Double(column))
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
    _ input: ReferenceTensor, height: Int, width: Int
  ) -> ReferenceTensor {
    var output = ReferenceTensor(zeros: [input.shape[0], input.shape[1], height, width])
    forEachProduct(input: input.shape, height: height, width: width) { from, to, weight in
      output.values[to] += weight * input.values[from]
    }
    return output
  }

  public static func resizeGradient(
    _ outputGradient: ReferenceTensor, inputShape: [Int]
  ) -> ReferenceTensor {
    var gradient = ReferenceTensor(zeros: inputShape)
    forEachProduct(
      input: inputShape, height: outputGradient.shape[2], width: outputGradient.shape[3]
    ) { from, to, weight in gradient.values[from] += weight * outputGradient.values[to] }
    return gradient
  }
}
