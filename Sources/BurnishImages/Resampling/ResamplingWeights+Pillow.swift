// Follows Pillow's src/libImaging/Resample.c (`precompute_coeffs`), and Geometry.c for the nearest sample.

extension ResamplingWeights {
  init(
    pillow kernel: ResamplingKernel, from inputCount: Int, to outputCount: Int, antialias: Bool
  ) {
    let scale = Double(inputCount) / Double(outputCount)
    guard kernel != .nearest else {
      // Pillow adds up the step, and its rounding decides ties between two samples.
      var place = scale * 0.5
      var nearest: [Int] = []
      for _ in 0..<outputCount {
        nearest.append(min(Int(place), inputCount - 1))
        place += scale
      }
      self.init(inputCount: inputCount, outputCount: outputCount) { [(nearest[$0], 1)] }
      return
    }
    let filterScale = antialias ? max(scale, 1) : 1
    let support = kernel.pillowSupport * filterScale
    self.init(inputCount: inputCount, outputCount: outputCount) { output in
      let center = (Double(output) + 0.5) * scale
      let first = max(0, Int(center - support + 0.5))
      let end = min(inputCount, Int(center + support + 0.5))
      let raw = (first..<end).map { kernel.pillow((Double($0) - center + 0.5) / filterScale) }
      let sum = raw.reduce(0, +)
      return zip(first..<end, raw).map { ($0, sum == 0 ? $1 : $1 / sum) }
    }
  }
}

extension ResamplingKernel {
  fileprivate var pillowSupport: Double {
    switch self {
    case .nearest, .box: 0.5
    case .bilinear: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  fileprivate func pillow(_ x: Double) -> Double {
    switch self {
    case .nearest, .box: x > -0.5 && x <= 0.5 ? 1 : 0
    case .bilinear: max(0, 1 - abs(x))
    case .bicubic: keysCubic(x, a: -0.5)
    case .lanczos: x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0
    }
  }
}
