/// The sum of all samples, accumulated in double precision.
///
/// Partial sums cover fixed stretches of samples and are added in order, so that the result does not
/// depend on the number of threads.
public func sum(_ input: Tensor) -> Float { Float(preciseSum(input)) }

/// The mean of all samples.
public func mean(_ input: Tensor) -> Float {
  precondition(input.count > 0, "an empty tensor has no mean")
  return Float(preciseSum(input) / Double(input.count))
}

/// The sum of all samples in double precision.
public func preciseSum(_ input: Tensor) -> Double {
  // Padding of a blocked layout is zeros, so the order of memory serves.
  let samples = input.storage.pointer
  return withExtendedLifetime(input.storage) {
    sumOfStretches(input.storedCount) { range in
      var total = 0.0
      for index in range { total += Double(samples[index]) }
      return total
    }
  }
}

/// The sum of `partial` over fixed stretches of `0..<count`, the same for any number of threads.
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

/// The sum of the products of corresponding samples, accumulated in double precision, the same for
/// any number of threads.
public func dot(_ first: Tensor, _ second: Tensor) -> Double {
  precondition(
    first.shape == second.shape,
    "tensors of shapes \(first.shape) and \(second.shape) have no scalar product")
  // In the same blocked layout padding is zeros on both sides.
  let second = second.inLayout(first.storage.layout ?? .plain(first.shape))
  let (a, b) = (first.storage.pointer, second.storage.pointer)
  return withExtendedLifetime((first.storage, second.storage)) {
    sumOfStretches(first.storedCount) { range in
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
