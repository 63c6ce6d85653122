import BurnishCore

extension Tensor {
  /// A tensor with a copy of the given samples in row-major order.
  public init(shape: [Int], samples: Span<Float>) {
    self.init(shape: shape) { target in
      require(
        samples.count == target.count, "\(samples.count) samples do not fill the shape \(shape)")
      samples.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0) }
    }
  }

  /// Calls `body` with the samples in row-major order, without a copy.
  ///
  /// A blocked tensor is reordered for each call, like in ``withUnsafeSamples(_:)``. For several calls, use
  /// ``plain()`` once.
  public func withSamples<Result: ~Copyable, Problem: Error>(
    _ body: (Span<Float>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let plain = plain()
    defer { withExtendedLifetime(plain) {} }
    return try body(UnsafeBufferPointer(start: plain.storage.pointer, count: count).span)
  }

  /// Calls `body` with the samples in row-major order, to change them in place.
  ///
  /// They are copied only if another tensor shares them, or out of a blocked layout.
  public mutating func withMutableSamples<Result: ~Copyable, Problem: Error>(
    _ body: (inout MutableSpan<Float>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    makeUniquePlain()
    let owner = storage
    defer { withExtendedLifetime(owner) {} }
    var span = UnsafeMutableBufferPointer(start: owner.pointer, count: count).mutableSpan
    return try body(&span)
  }
}
