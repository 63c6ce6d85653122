import BurnishCore
import BurnishTensors

/// Stochastic gradient descent with momentum, as in PyTorch:
/// `velocity = momentum · velocity + gradient`, `value −= learningRate · velocity`.
public struct SGD: Optimizer {
  public var learningRate: Float
  /// The share of the velocity that the next step keeps, 0..<1; 0 for plain gradient descent.
  public var momentum: Float
  /// The strength of weight decay, which adds to the gradients; 0 for none.
  public var weightDecay: Float
  /// Whether the step looks ahead along the velocity (Nesterov's form).
  public var nesterov: Bool
  /// The parameters that decay.
  public var decayScope: WeightDecayScope
  private var velocities: [String: Tensor] = [:]

  public init(
    learningRate: Float, momentum: Float = 0, weightDecay: Float = 0, nesterov: Bool = false,
    decayScope: WeightDecayScope = .all
  ) {
    require((0..<1).contains(momentum), "momentum \(momentum) must lie in 0..<1")
    require(!nesterov || momentum > 0, "Nesterov's form needs a momentum")
    (self.learningRate, self.momentum, self.weightDecay) = (learningRate, momentum, weightDecay)
    (self.nesterov, self.decayScope) = (nesterov, decayScope)
  }

  public mutating func update(_ parameters: [Parameter], gradients: [Tensor]) {
    checkUpdate(parameters, gradients)
    for (parameter, gradient) in zip(parameters, gradients) {
      var velocity =
        velocities.removeValue(forKey: parameter.path) ?? Tensor(zeros: parameter.shape)
      let decay = decayScope.contains(parameter) ? weightDecay : 0
      parameter.update {
        step(&$0, gradient: gradient, velocity: &velocity, decay: decay)
      }
      velocities[parameter.path] = velocity
    }
  }

  private func step(
    _ value: inout Tensor, gradient: Tensor, velocity: inout Tensor, decay: Float
  ) {
    let (learningRate, momentum, nesterov) = (learningRate, momentum, nesterov)
    value.withUnsafeMutableSamples { value in
      velocity.withUnsafeMutableSamples { velocity in
        gradient.withUnsafeSamples { gradient in
          let (count, gradient) = (value.count, gradient.baseAddress!)
          let (value, velocity) = (value.baseAddress!, velocity.baseAddress!)
          Parallel.forEachRange(count, grain: 1 << 12) { range in
            for index in range {
              let slope = gradient[index] + decay * value[index]
              let speed = momentum * velocity[index] + slope
              velocity[index] = speed
              value[index] -= learningRate * (nesterov ? slope + momentum * speed : speed)
            }
          }
        }
      }
    }
  }

  public func state() -> [String: Tensor] {
    var state = ["sgd.started": Tensor(velocities.isEmpty ? 0 : 1)]
    for (path, velocity) in velocities { state["sgd.velocity.\(path)"] = velocity }
    return state
  }

  public mutating func load(
    _ state: [String: Tensor], for parameters: [Parameter], from source: String
  ) throws(Failure) {
    let state = NamedState(tensors: state, source: source)
    var velocities: [String: Tensor] = [:]
    if try state.tensor("sgd.started", shape: []).scalar != 0 {
      for parameter in parameters {
        velocities[parameter.path] = try state.tensor(
          "sgd.velocity.\(parameter.path)", shape: parameter.shape)
      }
    }
    self.velocities = velocities
  }
}
