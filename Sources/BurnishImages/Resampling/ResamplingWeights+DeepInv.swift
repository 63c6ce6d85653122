import BurnishCore

// Follows deepinv 0.5.0, deepinv/physics/blur.py (`Downsampling`) and physics/functional/convolution.py. It is a
// circular convolution with a kernel of even size n, whose sample n/2 lies on the pixel. Then every f-th pixel
// stays.

extension ResamplingWeights {
  /// - Parameter margin: the number of samples from the opposite border already before and after the old ones, at
  ///   least the reach of the kernel. With 0, weights wrap around instead.
  init(
    deepInv kernel: ResamplingKernel, from inputCount: Int, to outputCount: Int, margin: Int = 0
  ) {
    require(ResamplingDialect.deepInv.offers(kernel), "deepinv has no \(kernel)")
    let whole = inputCount + 2 * margin
    if outputCount > inputCount {
      require(margin == 0, "what is enlarged has no margin")
      self.init(deepInvEnlarging: inputCount, to: outputCount)
      return
    }
    let factor = Self.deepInvFactor(from: inputCount, to: outputCount)
    let reach = kernel == .bicubic ? 2 * factor : factor
    self.init(inputCount: whole, outputCount: outputCount) { output in
      let first = factor * output
      if kernel == .nearest { return [(margin + first, 1)] }
      let raw = (first - reach + 1...first + reach).map { index in
        // The distance from first + 1/2.
        let place = (Double(index - first) - 0.5) / Double(factor)
        return (index, kernel == .bicubic ? keysCubic(place, a: -0.5) : max(0, 1 - abs(place)))
      }
      let sum = raw.reduce(0) { $0 + $1.1 }
      return raw.map { index, weight in
        (margin > 0 ? margin + index : ((index % whole) + whole) % whole, weight / sum)
      }
    }
  }

  /// The whole number that divides the sides.
  static func deepInvFactor(from inputCount: Int, to outputCount: Int) -> Int {
    max(1, Int((Double(inputCount) / Double(outputCount)).rounded()))
  }

  /// Enlarges by bicubic interpolation of samples at f i + 1/2, mirrored at the borders.
  private init(deepInvEnlarging inputCount: Int, to outputCount: Int) {
    let factor = Double(outputCount) / Double(inputCount)
    self.init(inputCount: inputCount, outputCount: outputCount) { output in
      let place = (Double(output) - 0.5) / factor
      let first = Int(place.rounded(.down)) - 1
      return (first..<first + 4).map { index in
        (mirrored(index, inputCount), keysCubic(place - Double(index), a: -0.5))
      }
    }
  }
}
