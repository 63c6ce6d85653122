import BurnishCore
import BurnishTensors

/// Draws a parameter's initial samples.
///
/// `fanIn` is the number of inputs that one output sums over: `inputChannels · height · width` for a
/// convolution kernel.
public enum Initializer: Sendable, Hashable {
  case zeros
  case constant(Float)
  /// Normal with mean 0 and the given standard deviation.
  case normal(standardDeviation: Float)
  /// Normal with standard deviation `√(2 / fanIn)`, which preserves the variance of activations through
  /// convolutions followed by ReLU (He et al., "Delving Deep into Rectifiers", 2015).
  case heNormal
  /// Uniform in `±1 / √fanIn`: PyTorch's default for weights and biases.
  case fanInUniform

  /// Zero except for the middle tap, which is a random orthogonal matrix times `gain`. Deep stacks of
  /// convolutions then pass fine detail without blur (L. Xiao et al., "Dynamical Isometry and a Mean Field Theory
  /// of CNNs", 2018). The kernel must be odd. If its numbers of channels differ, rows or columns are orthonormal.
  case deltaOrthogonal(gain: Float)

  /// The initial samples of a parameter.
  /// - Parameters:
  ///   - shape: the parameter's shape.
  ///   - fanIn: the number of inputs that one output sums over; positive if the initializer depends on it.
  ///   - random: the generator for the samples, in row-major order.
  public func tensor(shape: [Int], fanIn: Int, using random: inout RandomNumbers) -> Tensor {
    switch self {
    case .zeros: return Tensor(zeros: shape)
    case .constant(let value): return Tensor(repeating: value, shape: shape)
    case .normal(let deviation):
      return random.normal(shape: shape, standardDeviation: deviation)
    case .heNormal:
      let deviation = (2 / Self.checked(fanIn)).squareRoot()
      return random.normal(shape: shape, standardDeviation: deviation)
    case .fanInUniform:
      let bound = 1 / Self.checked(fanIn).squareRoot()
      return random.uniform(shape: shape, in: -bound..<bound)
    case .deltaOrthogonal(let gain):
      return Self.deltaOrthogonal(shape: shape, gain: gain, using: &random)
    }
  }

  private static func checked(_ fanIn: Int) -> Float {
    require(fanIn > 0, "fan-in \(fanIn) must be positive")
    return Float(fanIn)
  }
}

extension Initializer {
  private static func deltaOrthogonal(
    shape: [Int], gain: Float, using random: inout RandomNumbers
  ) -> Tensor {
    require(
      shape.count == 4 && shape[2] % 2 == 1 && shape[3] % 2 == 1,
      "a kernel of shape \(shape) has no middle tap")
    let (outputs, inputs, taps) = (shape[0], shape[1], shape[2] * shape[3])
    let (count, length) = (min(outputs, inputs), max(outputs, inputs))
    // Gram-Schmidt: each vector against all vectors before it.
    var vectors: [[Float]] = []
    while vectors.count < count {
      var vector = random.normal(shape: [length]).values
      for other in vectors {
        let share = zip(vector, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        for index in vector.indices { vector[index] -= share * other[index] }
      }
      let norm = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      vectors.append(vector.map { $0 / norm })
    }
    var kernel = Tensor(zeros: shape)
    kernel.withUnsafeMutableSamples { samples in
      for output in 0..<outputs {
        for input in 0..<inputs {
          samples[(output * inputs + input) * taps + taps / 2] =
            gain * (outputs <= inputs ? vectors[output][input] : vectors[input][output])
        }
      }
    }
    return kernel
  }
}
