#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rectified linear unit: negative samples become 0.
public func relu(_ input: Tensor) -> Tensor {
  mapSamples(input, keepsZero: true) { max($0, 0) }
}

/// The gradient of ``relu(_:)`` with respect to its input, from its output.
public func reluGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient, keepsZero: true) { $0 > 0 ? $1 : 0 }
}

/// The logistic function `1 / (1 + exp(-x))`.
public func sigmoid(_ input: Tensor) -> Tensor {
  mapSamples(input, keepsZero: false) { 1 / (1 + expf(-$0)) }
}

/// The gradient of ``sigmoid(_:)`` with respect to its input, from its output.
public func sigmoidGradient(_ outputGradient: Tensor, output: Tensor) -> Tensor {
  zipSamples(output, outputGradient, keepsZero: true) { $1 * $0 * (1 - $0) }
}
