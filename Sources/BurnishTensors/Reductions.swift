import BurnishCore

extension Tensor {
  /// The sum of all samples, accumulated in double precision.
  ///
  /// Partial sums cover fixed ranges of samples and are added in order, so the result does not
  /// depend on the number of threads.
  public func sum() -> Float { Float(self.preciseSum()) }

  /// The mean of all samples.
  public func mean() -> Float {
    require(self.count > 0, "an empty tensor has no mean")
    return Float(self.preciseSum() / Double(self.count))
  }

  /// The sum of all samples in double precision.
  public func preciseSum() -> Double {
    // The padding of a blocked layout is zeros, so the memory order works.
    let samples = self.storage.pointer
    return withExtendedLifetime(self.storage) {
      sumOfStretches(storedCount) { range in
        var total = 0.0
        for index in range { total += Double(samples[index]) }
        return total
      }
    }
  }
}

/// The sum of `partial` over fixed ranges within `0..<count`, equal for any number of threads.
func sumOfStretches(_ count: Int, _ partial: (Range<Int>) -> Double) -> Double {
  let stretch = 1 << 14
  let stretches = (count + stretch - 1) / stretch
  guard stretches > 0 else { return 0 }
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: stretches) { partials in
    let partials = partials.baseAddress!
    Parallel.forEachRange(stretches, grain: 4) { range in
      for index in range {
        partials[index] = partial(index * stretch..<min(count, (index + 1) * stretch))
      }
    }
    var total = 0.0
    for index in 0..<stretches { total += partials[index] }
    return total
  }
}

extension Tensor {
  /// The sum of the products of corresponding samples, accumulated in double precision. It is equal for
  /// any number of threads.
  public func dot(_ second: Tensor) -> Double {
    require(
      self.shape == second.shape,
      "tensors of shapes \(self.shape) and \(second.shape) have no scalar product")
    // In the same blocked layout, the padding is zeros on both sides.
    let second = second.inLayout(self.storage.layout ?? .plain(self.shape))
    let (a, b) = (self.storage.pointer, second.storage.pointer)
    return withExtendedLifetime((self.storage, second.storage)) {
      sumOfStretches(storedCount) { range in
        // Four sums side by side do not wait for each other.
        var totals = SIMD4<Double>.zero
        let whole = range.count & ~3
        for index in stride(from: range.lowerBound, to: range.lowerBound + whole, by: 4) {
          totals += SIMD4<Double>(loadFour(a + index)) * SIMD4<Double>(loadFour(b + index))
        }
        var total = totals.sum()
        for index in range.dropFirst(whole) { total += Double(a[index]) * Double(b[index]) }
        return total
      }
    }
  }
}
