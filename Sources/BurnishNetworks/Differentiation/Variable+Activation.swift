import BurnishTensors

extension Variable {
  /// The rectified linear unit: negative samples become 0. Its derivative at 0 is 0.
  public func relu() -> Variable {
    let output = value.relu()
    return Recording.unary(self, output) { reluGradient($0, output: output) }
  }

  /// The logistic function `1 / (1 + exp(-x))`.
  public func sigmoid() -> Variable {
    let output = value.sigmoid()
    return Recording.unary(self, output) { sigmoidGradient($0, output: output) }
  }
}

extension Activation {
  /// The gradient before the activation, from the gradient after it and the activation's output.
  func gradient(_ outputGradient: Tensor, output: Tensor?) -> Tensor {
    switch self {
    case .none: outputGradient
    case .relu: reluGradient(outputGradient, output: output!)
    case .sigmoid: sigmoidGradient(outputGradient, output: output!)
    }
  }
}
