/// Applies `function` sample by sample, in whatever layout the tensor is.
///
/// - Parameter keepsZero: whether `function` maps 0 to 0, so that the zeros which pad a blocked
///   layout stay zeros; otherwise a padded tensor is made plain first.
@inline(__always)
func mapSamples(
  _ input: Tensor, keepsZero: Bool, _ function: (Float) -> Float
) -> Tensor {
  let input = keepsZero || input.storedCount == input.count ? input : input.plain()
  let output = Tensor.uninitialized(
    shape: input.shape, layout: input.storage.layout ?? .plain(input.shape))
  let (from, to) = (input.storage.pointer, output.storage.pointer)
  withoutActuallyEscaping(function) { function in
    Parallel.forEachRange(input.storedCount, grain: 1 << 14) { range in
      for index in range { to[index] = function(from[index]) }
    }
  }
  return output
}

/// Combines two tensors of one shape sample by sample, in the first one's layout.
///
/// - Parameter keepsZero: whether `function` maps (0, 0) to 0.
@inline(__always)
func zipSamples(
  _ first: Tensor, _ second: Tensor, keepsZero: Bool, _ function: (Float, Float) -> Float
) -> Tensor {
  precondition(
    first.shape == second.shape,
    "tensors of shapes \(first.shape) and \(second.shape) cannot be combined sample by sample")
  let first = keepsZero || first.storedCount == first.count ? first : first.plain()
  let layout = first.storage.layout ?? .plain(first.shape)
  let second = second.inLayout(layout)
  let output = Tensor.uninitialized(shape: first.shape, layout: layout)
  let (a, b, to) = (first.storage.pointer, second.storage.pointer, output.storage.pointer)
  withoutActuallyEscaping(function) { function in
    Parallel.forEachRange(first.storedCount, grain: 1 << 14) { range in
      for index in range { to[index] = function(a[index], b[index]) }
    }
  }
  return output
}

extension Tensor {
  /// The sum, sample by sample, of tensors of one shape.
  public static func + (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second, keepsZero: true) { $0 + $1 }
  }

  /// The difference, sample by sample, of tensors of one shape.
  public static func - (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second, keepsZero: true) { $0 - $1 }
  }

  /// The product, sample by sample, of tensors of one shape.
  public static func * (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second, keepsZero: true) { $0 * $1 }
  }

  /// The quotient, sample by sample, of tensors of one shape.
  public static func / (first: Tensor, second: Tensor) -> Tensor {
    zipSamples(first, second, keepsZero: false) { $0 / $1 }
  }

  public static func + (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor, keepsZero: false) { $0 + scalar }
  }

  public static func - (tensor: Tensor, scalar: Float) -> Tensor { tensor + (-scalar) }

  public static func * (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor, keepsZero: true) { $0 * scalar }
  }

  public static func / (tensor: Tensor, scalar: Float) -> Tensor {
    mapSamples(tensor, keepsZero: true) { $0 / scalar }
  }

  /// Adds `scale * other` in place.
  public mutating func accumulate(_ other: Tensor, scale: Float = 1) {
    precondition(
      shape == other.shape, "a tensor of shape \(other.shape) cannot be added to one of \(shape)")
    guard isKnownUniquelyReferenced(&storage) else {
      self = zipSamples(self, other, keepsZero: true) { $0 + scale * $1 }
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
public func abs(_ input: Tensor) -> Tensor {
  mapSamples(input, keepsZero: true) { Swift.abs($0) }
}

/// The square of every sample.
public func square(_ input: Tensor) -> Tensor {
  mapSamples(input, keepsZero: true) { $0 * $0 }
}
