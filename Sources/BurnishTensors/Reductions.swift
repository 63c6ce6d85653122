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
