#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Tensor {
  /// The rectified linear unit: negative samples become 0.
  public func relu() -> Tensor {
    mapSamples(self) { from, to, range in
      for index in range { to[index] = max(from[index], 0) }
    }
  }
}

/// The gradient of ``relu()`` with respect to its input, computed from its output.
package func reluGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient) { a, b, to, range in
    for index in range {
      let gradient = b[index]
      to[index] = a[index] > 0 ? gradient : 0
    }
  }
}

extension Tensor {
  /// The logistic function `1 / (1 + exp(-x))`.
  public func sigmoid() -> Tensor {
    mapSamples(self, keepsZero: false) { from, to, range in
      for index in range { to[index] = 1 / (1 + expf(-from[index])) }
    }
  }
}

/// The gradient of ``sigmoid()`` with respect to its input, computed from its output.
package func sigmoidGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient) { a, b, to, range in
    for index in range { to[index] = b[index] * a[index] * (1 - a[index]) }
  }
}
