import BurnishCore

/// Makes a tensor like `input` from its samples, in their order in memory.
///
/// - Parameters:
///   - keepsZero: whether 0 maps to 0, so that the zeros that pad a blocked layout stay zeros. If not,
///     a padded tensor is made plain first.
///   - loop: writes the samples of a range from the input's samples. It is a whole loop because
///     the compiler vectorizes loops that it sees, but not calls to a closure for each sample.
func mapSamples(
  _ input: Tensor, keepsZero: Bool = true,
  _ loop: (_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, Range<Int>) -> Void
) -> Tensor {
  let input = keepsZero || input.storedCount == input.count ? input : input.plain()
  let output = Tensor.uninitialized(
    shape: input.shape, layout: input.storage.layout ?? .plain(input.shape))
  let (from, to) = (input.storage.pointer, output.storage.pointer)
  withExtendedLifetime(input.storage) {
    Parallel.forEachRange(input.storedCount, grain: 1 << 14) { loop(from, to, $0) }
  }
  return output
}

/// Makes a tensor from two tensors of the same shape, in the first tensor's order in memory.
///
/// See ``mapSamples(_:keepsZero:_:)`` for the parameters.
func zipSamples(
  _ first: Tensor, _ second: Tensor, keepsZero: Bool = true,
  _ loop: (
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>,
    _ to: UnsafeMutablePointer<Float>, Range<Int>
  ) -> Void
) -> Tensor {
  require(
    first.shape == second.shape,
    "tensors of shapes \(first.shape) and \(second.shape) cannot be combined sample by sample")
  let first = keepsZero || first.storedCount == first.count ? first : first.plain()
  let layout = first.storage.layout ?? .plain(first.shape)
  let second = second.inLayout(layout)
  let output = Tensor.uninitialized(shape: first.shape, layout: layout)
  let (a, b, to) = (first.storage.pointer, second.storage.pointer, output.storage.pointer)
  withExtendedLifetime((first.storage, second.storage)) {
    Parallel.forEachRange(first.storedCount, grain: 1 << 14) { loop(a, b, to, $0) }
  }
  return output
}

extension Tensor {
  /// Adds two tensors of the same shape, sample by sample.
  public static func + (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second) { a, b, to, range in
      for index in range { to[index] = a[index] + b[index] }
    }
  }

  /// Subtracts two tensors of the same shape, sample by sample.
  public static func - (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second) { a, b, to, range in
      for index in range { to[index] = a[index] - b[index] }
    }
  }

  /// Multiplies two tensors of the same shape, sample by sample.
  public static func * (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second) { a, b, to, range in
      for index in range { to[index] = a[index] * b[index] }
    }
  }

  /// Divides two tensors of the same shape, sample by sample.
  public static func / (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second, keepsZero: false) { a, b, to, range in
      for index in range { to[index] = a[index] / b[index] }
    }
  }

  public static func + (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor, keepsZero: false) { from, to, range in
      for index in range { to[index] = from[index] + scalar }
    }
  }

  public static func - (tensor: Tensor, scalar: Float) -> Tensor { tensor + (-scalar) }

  public static func * (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor) { from, to, range in
      for index in range { to[index] = from[index] * scalar }
    }
  }

  public static func / (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor) { from, to, range in
      for index in range { to[index] = from[index] / scalar }
    }
  }

  /// Adds `scale * other` in place.
  public mutating func accumulate(_ other: Tensor, scale: Float = 1) {
    require(
      shape == other.shape, "a tensor of shape \(other.shape) cannot be added to one of \(shape)")
    guard isKnownUniquelyReferenced(&storage) else {
      self = zipSamples(self, other) { a, b, to, range in
        for index in range { to[index] = a[index] + scale * b[index] }
      }
      return
    }
    let other = other.inLayout(storage.layout ?? .plain(shape))
    let (to, from) = (storage.pointer, other.storage.pointer)
    Parallel.forEachRange(storedCount, grain: 1 << 14) { range in
      for index in range { to[index] += scale * from[index] }
    }
  }
}

/// The absolute value of every sample.
package func abs(_ input: Tensor) -> Tensor {
  mapSamples(input) { from, to, range in
    for index in range { to[index] = Swift.abs(from[index]) }
  }
}

extension Tensor {
  /// The square of every sample.
  public func squared() -> Tensor {
    mapSamples(self) { from, to, range in
      for index in range { to[index] = from[index] * from[index] }
    }
  }
}
