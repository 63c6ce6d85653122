extension Reference {
  /// The indices of the taps of every kernel in `[N, taps * phases, H, W]`.
  private static func kernels(_ shape: [Int], taps: Int) -> [[Int]] {
    let stride = shape[1] / taps * shape[2] * shape[3]
    return (0..<shape[0] * stride).map { kernel in
      (0..<taps).map { (kernel / stride * taps + $0) * stride + kernel % stride }
    }
  }

  public static func subtractTapMean(_ input: ReferenceTensor, taps: Int) -> ReferenceTensor {
    var output = input
    for places in kernels(input.shape, taps: taps) {
      let mean = places.reduce(0) { $0 + input.values[$1] } / Double(taps)
      for place in places { output.values[place] -= mean }
    }
    return output
  }

  public static func divideByTapSum(_ input: ReferenceTensor, taps: Int) -> ReferenceTensor {
    var output = input
    for places in kernels(input.shape, taps: taps) {
      let total = places.reduce(0) { $0 + input.values[$1] }
      for place in places { output.values[place] /= total }
    }
    return output
  }

  public static func divideByTapSumGradient(
    _ outputGradient: ReferenceTensor, kernels input: ReferenceTensor, taps: Int
  ) -> ReferenceTensor {
    var gradient = input
    for places in kernels(input.shape, taps: taps) {
      let total = places.reduce(0) { $0 + input.values[$1] }
      for place in places {
        // The derivative of output j with respect to input i is (δij − output j) / total.
        gradient.values[place] = places.reduce(0) { sum, other in
          let delta = other == place ? 1.0 : 0.0
          return sum + outputGradient.values[other] * (delta - input.values[other] / total) / total
        }
      }
    }
    return gradient
  }
}
