extension Tensor {
  /// The index, in row-major order, of the first sample that is NaN or outside of `range`; `nil` if there is
  /// none.
  ///
  /// `-Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude` finds the samples that are not finite.
  public func firstIndex(outside range: ClosedRange<Float>) -> Int? {
    withUnsafeSamples { samples in
      // A loop that may leave early is not vectorized, so whole runs of samples are counted first.
      let run = 4096
      for start in stride(from: 0, to: samples.count, by: run) {
        let part = UnsafeBufferPointer(rebasing: samples[start..<min(samples.count, start + run)])
        if countInside(part, range) == part.count { continue }
        return part.firstIndex { !range.contains($0) }.map { start + $0 }
      }
      return nil
    }
  }
}

private func countInside(
  _ samples: UnsafeBufferPointer<Float>, _ range: ClosedRange<Float>
) -> Int {
  let (low, high) = (range.lowerBound, range.upperBound)
  var count: Int32 = 0
  for index in 0..<samples.count {
    let sample = samples[index]
    count &+= sample >= low && sample <= high ? 1 : 0
  }
  return Int(count)
}
