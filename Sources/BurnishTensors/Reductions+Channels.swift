import BurnishCore

extension Tensor {
  /// The sum of each channel of `[N, C, H, W]` over images and pixels, accumulated in double precision.
  /// - Returns: `[C]`.
  public func channelSums() -> Tensor {
    let shape = self.shape
    require(shape.count == 4, "images [N, C, H, W] were expected, not \(shape)")
    let (channels, pixels) = (shape[1], shape[2] * shape[3])
    let lanes = isChannels16 ? 16 : 1
    let input = lanes == 16 ? self : plain()
    let samples = UnsafePointer(input.storage.pointer)
    defer { withExtendedLifetime(input) {} }
    return Tensor(shape: [channels]) { sums in
      let sums = sums.baseAddress!
      Parallel.forEachRange(channels / lanes) { range in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: lanes) { totals in
          for group in range {
            totals.initialize(repeating: 0)
            for image in 0..<shape[0] {
              let start = samples + (image * channels / lanes + group) * pixels * lanes
              if lanes == 1 {
                totals[0] += sumOfRun(start, pixels)
                continue
              }
              for pixel in 0..<pixels {
                for lane in 0..<lanes { totals[lane] += Double(start[pixel &* lanes &+ lane]) }
              }
            }
            for lane in 0..<lanes { sums[group * lanes + lane] = Float(totals[lane]) }
          }
        }
      }
    }
  }

  /// The largest sample; NaN if any sample is NaN.
  public func maximum() -> Float {
    extreme(self) { $1 > $0 || $1 != $1 }
  }

  /// The smallest sample; NaN if any sample is NaN.
  public func minimum() -> Float {
    extreme(self) { $1 < $0 || $1 != $1 }
  }
}

/// The sum of `count` samples, in four interleaved sums that do not wait for each other.
private func sumOfRun(_ samples: UnsafePointer<Float>, _ count: Int) -> Double {
  var sums = SIMD4<Double>()
  for index in stride(from: 0, to: count & ~3, by: 4) {
    sums += SIMD4<Double>(loadFour(samples + index))
  }
  var total = sums.sum()
  for index in count & ~3..<count { total += Double(samples[index]) }
  return total
}

@inline(__always)
private func extreme(_ input: Tensor, _ isBetter: (_ best: Float, _ sample: Float) -> Bool) -> Float
{
  require(input.count > 0, "an empty tensor has no maximum and no minimum sample")
  let plain = input.plain()
  let samples = UnsafePointer(plain.storage.pointer)
  defer { withExtendedLifetime(plain) {} }
  let count = input.count
  let stretch = 1 << 14
  let stretches = (count + stretch - 1) / stretch
  return withUnsafeTemporaryAllocation(of: Float.self, capacity: stretches) { found in
    let found = found.baseAddress!
    withoutActuallyEscaping(isBetter) { isBetter in
      Parallel.forEachRange(stretches, grain: 4) { range in
        for index in range {
          var best = samples[index * stretch]
          for sample in index * stretch..<min(count, (index + 1) * stretch)
          where isBetter(best, samples[sample]) { best = samples[sample] }
          found[index] = best
        }
      }
    }
    var best = found[0]
    for index in 0..<stretches where isBetter(best, found[index]) { best = found[index] }
    return best
  }
}
