#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// Follows `contributions` in MATLAB's imresize.m, which MathWorks ships in readable form.

extension ResamplingWeights {
  init(
    matlab kernel: ResamplingKernel, from inputCount: Int, to outputCount: Int, antialias: Bool
  ) {
    let scale = Double(outputCount) / Double(inputCount)
    // When the image is reduced, the kernel is stretched and lowered by the same factor.
    let stretch = antialias && scale < 1 ? scale : 1
    let width = kernel.matlabWidth / stretch
    let reach = Int(width.rounded(.up)) + 2
    self.init(inputCount: inputCount, outputCount: outputCount) { output in
      // Places count from 1, as in MATLAB, so that rounding is the same.
      let place = Double(output + 1) / scale + 0.5 * (1 - 1 / scale)
      let left = (place - width / 2).rounded(.down)
      let raw = (0..<reach).map { step -> (index: Int, weight: Double) in
        let index = left + Double(step)
        return (Int(index), stretch * kernel.matlab(stretch * (place - index)))
      }
      let sum = raw.reduce(0) { $0 + $1.weight }
      return raw.map { (mirrored($0.index - 1, inputCount), $0.weight / sum) }
    }
  }
}

/// The index of the sample at `index` in a row that repeats with its mirror image forever.
func mirrored(_ index: Int, _ count: Int) -> Int {
  let period = 2 * count
  let place = ((index % period) + period) % period
  return place < count ? place : period - 1 - place
}

extension ResamplingKernel {
  fileprivate var matlabWidth: Double {
    switch self {
    case .nearest, .box: 1
    case .bilinear: 2
    case .bicubic: 4
    case .lanczos: 6
    }
  }

  fileprivate func matlab(_ x: Double) -> Double {
    switch self {
    case .nearest, .box: x >= -0.5 && x < 0.5 ? 1 : 0
    case .bilinear: max(0, 1 - abs(x))
    case .bicubic: keysCubic(x, a: -0.5)
    case .lanczos:
      abs(x) < 3
        ? (sin(.pi * x) * sin(.pi * x / 3) + Double.ulpOfOne)
          / (Double.pi * .pi * x * x / 3 + .ulpOfOne) : 0
    }
  }
}

/// Keys' kernel with the free parameter a, the slope at 1.
func keysCubic(_ x: Double, a: Double) -> Double {
  let x = abs(x)
  if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
  if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
  return 0
}

/// sin(pi x) / (pi x).
func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(.pi * x) / (.pi * x) }
