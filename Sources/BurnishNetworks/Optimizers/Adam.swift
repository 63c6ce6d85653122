import BurnishCore
import BurnishTensors

/// Adam (Kingma and Ba, 2015), or AdamW with decoupled weight decay (Loshchilov and Hutter, 2019).
public struct Adam: Optimizer {
  public var learningRate: Float
  /// The decay of the mean of gradients, 0..<1.
  public var beta1: Float
  /// The decay of the mean of squared gradients, 0..<1.
  public var beta2: Float
  /// Added to the root of the mean square before the division.
  public var epsilon: Float
  /// The strength of weight decay; 0 for none.
  public var weightDecay: Float
  /// Whether weight decay shrinks the parameters (AdamW) instead of adding to the
  /// gradients.
  public var decoupled: Bool
  /// The parameters that decay.
  public var decayScope: WeightDecayScope
  /// The number of updates so far.
  public private(set) var steps = 0
  private var moments: [String: Moments] = [:]

  private struct Moments {
    var first: Tensor
    var second: Tensor
  }

  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0, decoupled: Bool = false, decayScope: WeightDecayScope = .all
  ) {
    require(
      (0..<1).contains(beta1) && (0..<1).contains(beta2),
      "beta1 \(beta1) and beta2 \(beta2) must lie in 0..<1")
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    (self.decoupled, self.decayScope) = (decoupled, decayScope)
  }

  public mutating func update(_ parameters: [Parameter], gradients: [Tensor]) {
    checkUpdate(parameters, gradients)
    steps += 1
    let rule = Rule(self)
    for (parameter, gradient) in zip(parameters, gradients) {
      var moments =
        self.moments.removeValue(forKey: parameter.path)
        ?? Moments(first: Tensor(zeros: parameter.shape), second: Tensor(zeros: parameter.shape))
      let decays = decayScope.contains(parameter)
      parameter.update { value in
        rule.apply(
          to: &value, gradient: gradient, first: &moments.first, second: &moments.second,
          decays: decays)
      }
      self.moments[parameter.path] = moments
    }
  }

  public func state() -> [String: Tensor] {
    var state = ["adam.steps": NamedState.counter(steps)]
    for (path, moments) in moments {
      state["adam.first.\(path)"] = moments.first
      state["adam.second.\(path)"] = moments.second
    }
    return state
  }

  public mutating func load(
    _ state: [String: Tensor], for parameters: [Parameter], from source: String
  ) throws(Failure) {
    let state = NamedState(tensors: state, source: source)
    let steps = try state.counter("adam.steps")
    var moments: [String: Moments] = [:]
    if steps > 0 {
      for parameter in parameters {
        moments[parameter.path] = Moments(
          first: try state.tensor("adam.first.\(parameter.path)", shape: parameter.shape),
          second: try state.tensor("adam.second.\(parameter.path)", shape: parameter.shape))
      }
    }
    (self.steps, self.moments) = (steps, moments)
  }
}

extension Adam {
  /// The constants of one step, equal for every sample.
  private struct Rule {
    let beta1, beta2, epsilon: Float
    let stepLength, inverseRootCorrection: Float
    let shrinkage, gradientDecay: Float

    init(_ adam: Adam) {
      (beta1, beta2, epsilon) = (adam.beta1, adam.beta2, adam.epsilon)
      // The moments start at zero. Dividing by the sum of their weights corrects this.
      let firstWeights = 1 - power(Double(adam.beta1), adam.steps)
      let secondWeights = 1 - power(Double(adam.beta2), adam.steps)
      stepLength = Float(Double(adam.learningRate) / firstWeights)
      inverseRootCorrection = Float(1 / secondWeights.squareRoot())
      shrinkage = adam.decoupled ? 1 - adam.learningRate * adam.weightDecay : 1
      gradientDecay = adam.decoupled ? 0 : adam.weightDecay
    }

    func apply(
      to value: inout Tensor, gradient: Tensor, first: inout Tensor, second: inout Tensor,
      decays: Bool
    ) {
      let shrinkage = decays ? shrinkage : 1
      let gradientDecay = decays ? gradientDecay : 0
      let (beta1, beta2, epsilon) = (beta1, beta2, epsilon)
      let (stepLength, inverseRootCorrection) = (stepLength, inverseRootCorrection)
      value.withUnsafeMutableSamples { value in
        first.withUnsafeMutableSamples { first in
          second.withUnsafeMutableSamples { second in
            gradient.withUnsafeSamples { gradient in
              let (count, gradient) = (value.count, gradient.baseAddress!)
              let (value, first) = (value.baseAddress!, first.baseAddress!)
              let second = second.baseAddress!
              Parallel.forEachRange(count, grain: 1 << 12) { range in
                for index in range {
                  let old = value[index] * shrinkage
                  let slope = gradient[index] + gradientDecay * old
                  let mean = first[index] + (1 - beta1) * (slope - first[index])
                  let square = beta2 * second[index] + (1 - beta2) * slope * slope
                  first[index] = mean
                  second[index] = square
                  let root = square.squareRoot() * inverseRootCorrection + epsilon
                  value[index] = old - stepLength * (mean / root)
                }
              }
            }
          }
        }
      }
    }
  }
}

/// `base` to the power of a natural number, by repeated squaring.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, base, exponent) = (1.0, base, exponent)
  while exponent > 0 {
    if exponent & 1 == 1 { result *= base }
    base *= base
    exponent >>= 1
  }
  return result
}
