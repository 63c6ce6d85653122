import BurnishTensors

/// How a parameter's first samples are drawn.
///
/// `fanIn` is the number of inputs that one output sums over: `inputChannels · height · width` of a
/// convolution kernel.
public enum Initializer: Sendable, Hashable {
  case zeros
  case constant(Float)
  /// Normal of mean 0 and the given standard deviation.
  case normal(standardDeviation: Float)
  /// Normal of standard deviation `√(2 / fanIn)`, which keeps the variance of activations through
  /// convolutions followed by ReLU (He et al., "Delving Deep into Rectifiers", 2015).
  case heNormal
  /// Uniform in `±√(6 / fanIn)`: the same variance as ``heNormal``.
  case heUniform
  /// Uniform in `±1 / √fanIn`: PyTorch's default, for weights and biases alike.
  case fanInUniform

  /// The first samples of a parameter.
  /// - Parameters:
  ///   - shape: the parameter's shape.
  ///   - fanIn: how many inputs one output sums over; positive where the initialiser depends on it.
  ///   - random: the generator that the samples are drawn from, in row-major order.
  public func tensor(shape: [Int], fanIn: Int, using random: inout RandomNumbers) -> Tensor {
    switch self {
    case .zeros: return Tensor(zeros: shape)
    case .constant(let value): return Tensor(repeating: value, shape: shape)
    case .normal(let deviation):
      return random.normal(shape: shape, standardDeviation: deviation)
    case .heNormal:
      let deviation = (2 / Self.checked(fanIn)).squareRoot()
      return random.normal(shape: shape, standardDeviation: deviation)
    case .heUniform:
      let bound = (6 / Self.checked(fanIn)).squareRoot()
      return random.uniform(shape: shape, in: -bound..<bound)
    case .fanInUniform:
      let bound = 1 / Self.checked(fanIn).squareRoot()
      return random.uniform(shape: shape, in: -bound..<bound)
    }
  }

  private static func checked(_ fanIn: Int) -> Float {
    precondition(fanIn > 0, "fan-in \(fanIn) must be positive")
    return Float(fanIn)
  }
}
