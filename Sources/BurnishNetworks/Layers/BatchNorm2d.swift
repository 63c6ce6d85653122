import BurnishCore
import BurnishTensors

/// Batch normalization of images stored as `[N, C, H, W]` (Ioffe and Szegedy, 2015).
///
/// In training, it normalizes with batch statistics and updates the running statistics as in PyTorch:
/// `running = (1 - momentum) · running + momentum · batch`. Here, the variance is divided by the count minus
/// one. In inference, it normalizes with the running statistics. The input's tape decides (``Mode``).
public struct BatchNorm2d: Layer, Sendable {
  /// Shape `[channels]`, path `weight`, initially 1.
  public let scale: Parameter
  /// Shape `[channels]`, path `bias`, initially 0.
  public let shift: Parameter
  /// Shape `[channels]`, path `running_mean`, initially 0.
  public let runningMean: Parameter
  /// Shape `[channels]`, path `running_var`, initially 1.
  public let runningVariance: Parameter
  /// Added to the variance before taking its root.
  public let epsilon: Float
  /// The weight of the newest batch in the running statistics, 0...1.
  public let momentum: Float
  /// Whether to apply ReLU. In training, it needs no separate pass.
  public let relu: Bool

  /// - Parameters:
  ///   - channels: the number of channels of the input and the output.
  ///   - epsilon: added to the variance before taking its root.
  ///   - momentum: the weight of the newest batch in the running statistics, 0...1.
  ///   - relu: whether to apply ReLU.
  ///   - scope: registers the four tensors under PyTorch's names.
  public init(
    _ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, relu: Bool = false,
    in scope: ParameterScope
  ) {
    scale = scope.parameter("weight", shape: [channels], initializer: .constant(1))
    shift = scope.parameter("bias", shape: [channels], initializer: .zeros)
    runningMean = scope.buffer("running_mean", shape: [channels], initializer: .zeros)
    runningVariance = scope.buffer("running_var", shape: [channels], initializer: .constant(1))
    (self.epsilon, self.momentum, self.relu) = (epsilon, momentum, relu)
  }

  public func callAsFunction(_ input: Variable) -> Variable {
    switch input.mode {
    case .training:
      let (output, statistics) = batchNormalize(
        training: input, scale: scale.variable, shift: shift.variable, epsilon: epsilon,
        relu: relu)
      updateRunningStatistics(statistics, samplesPerChannel: input.value.count / input.shape[1])
      return output
    case .inference:
      let output = batchNormalize(
        input, scale: scale.variable, shift: shift.variable, mean: runningMean.value,
        variance: runningVariance.value, epsilon: epsilon)
      return relu ? output.relu() : output
    }
  }

  private func updateRunningStatistics(_ batch: BatchStatistics, samplesPerChannel: Int) {
    require(
      samplesPerChannel > 1, "a batch with one sample per channel has no variance to train with")
    let unbiased = Float(samplesPerChannel) / Float(samplesPerChannel - 1)
    runningMean.update {
      $0 = $0 * (1 - momentum)
      $0.accumulate(batch.mean, scale: momentum)
    }
    runningVariance.update {
      $0 = $0 * (1 - momentum)
      $0.accumulate(batch.variance, scale: momentum * unbiased)
    }
  }
}
