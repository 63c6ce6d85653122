import BurnishCore

/// An array of `Float` samples with a shape: a value type that copies on write.
///
/// Images are stored as `[N, C, H, W]`, row-major. A tensor that a primitive returns may keep the
/// primitive's blocked memory layout. It stays blocked between primitives and becomes
/// plain row-major when its samples are read.
public struct Tensor: Sendable {
  /// The extents, outermost first; empty for a scalar.
  public let shape: [Int]
  var storage: TensorStorage

  /// The number of samples.
  public var count: Int { Self.count(of: shape) }

  /// The number of samples of a shape. The extents of an empty shape may have a product that would overflow.
  private static func count(of shape: [Int]) -> Int {
    shape.contains(0) ? 0 : shape.reduce(1, *)
  }

  init(shape: [Int], storage: TensorStorage) {
    self.shape = shape
    self.storage = storage
  }

  /// A tensor whose samples `initialize` writes. It must write every sample.
  public init(
    shape: [Int], initialize: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    require(shape.allSatisfy { $0 >= 0 }, "shape \(shape) has a negative extent")
    self.init(shape: shape, storage: TensorStorage(plain: Self.count(of: shape)))
    try initialize(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
  }

  /// A tensor with the given samples in row-major order.
  public init(shape: [Int], values: [Float]) {
    require(
      values.count == Self.count(of: shape), "\(values.count) values do not fill the shape \(shape)"
    )
    self.init(shape: shape) { samples in _ = samples.update(fromContentsOf: values) }
  }

  /// A tensor with one repeated value.
  public init(repeating value: Float, shape: [Int]) {
    self.init(shape: shape) { samples in samples.update(repeating: value) }
  }

  /// A tensor of zeros.
  public init(zeros shape: [Int]) { self.init(repeating: 0, shape: shape) }

  /// A scalar with shape `[]`.
  public init(_ value: Float) { self.init(repeating: value, shape: []) }

  /// The samples in row-major order.
  public var values: [Float] { withUnsafeSamples { Array($0) } }

  /// The only sample of a tensor with one sample.
  public var scalar: Float {
    require(count == 1, "a tensor of shape \(shape) is not a scalar")
    return withUnsafeSamples { $0[0] }
  }

  /// Whether the samples are in plain row-major order, so that access to them costs nothing.
  public var isPlain: Bool { storage.layout == nil }

  /// Calls `body` with the samples in row-major order.
  ///
  /// A blocked tensor is reordered for each call. For several calls, use ``plain()`` once.
  public func withUnsafeSamples<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let plain = plain()
    return try withExtendedLifetime(plain.storage) {
      try body(UnsafeBufferPointer(start: plain.storage.pointer, count: count))
    }
  }

  /// Calls `body` with the samples in row-major order, to change them in place.
  public mutating func withUnsafeMutableSamples<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    makeUniquePlain()
    return try body(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
  }

  /// Makes the samples plain, and copies them if another tensor shares them.
  mutating func makeUniquePlain() {
    if !isPlain {
      storage = plain().storage
    } else if !isKnownUniquelyReferenced(&storage) {
      let copy = TensorStorage(plain: count)
      copy.pointer.update(from: storage.pointer, count: count)
      storage = copy
    }
  }

  /// The same samples with another shape of the same count.
  public func reshaped(to shape: [Int]) -> Tensor {
    require(
      shape.reduce(1, *) == count, "a tensor of shape \(self.shape) cannot be seen as \(shape)")
    return shape == self.shape ? self : Tensor(shape: shape, storage: plain().storage)
  }

  /// The tensor with its samples in plain row-major order; returns the tensor itself if they already are.
  public func plain() -> Tensor {
    guard let layout = storage.layout else { return self }
    let result = Tensor(shape: shape, storage: TensorStorage(plain: count))
    layout.reorder(from: storage.pointer, toPlain: result.storage.pointer, shape: shape)
    return result
  }
}

extension Tensor {
  /// The part `range` along the outermost extent.
  public subscript(range: Range<Int>) -> Tensor {
    require(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0],
      "part \(range) lies outside of the shape \(shape)")
    let stride = shape.dropFirst().reduce(1, *)
    return withUnsafeSamples { samples in
      Tensor(shape: [range.count] + shape.dropFirst()) { result in
        _ = result.update(
          fromContentsOf: samples[range.lowerBound * stride..<range.upperBound * stride])
      }
    }
  }
}
