#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rectified linear unit: negative samples become 0.
public func relu(_ input: Tensor) -> Tensor {
  mapSamples(input) { from, to, range in
    for index in range { to[index] = max(from[index], 0) }
  }
}

/// The gradient of ``relu(_:)`` with respect to its input, from its output.
public func reluGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient) { a, b, to, range in
    for index in range {
      let gradient = b[index]
      to[index] = a[index] > 0 ? gradient : 0
    }
  }
}

/// The logistic function `1 / (1 + exp(-x))`.
public func sigmoid(_ input: Tensor) -> Tensor {
  mapSamples(input, keepsZero: false) { from, to, range in
    for index in range { to[index] = 1 / (1 + expf(-from[index])) }
  }
}

/// The gradient of ``sigmoid(_:)`` with respect to its input, from its output.
public func sigmoidGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient) { a, b, to, range in
    for index in range { to[index] = b[index] * a[index] * (1 - a[index]) }
  }
}
