import BurnishCore
import BurnishTensors

extension Conv2d {
  /// The weight and bias of one convolution that equals this convolution and `normalization`
  /// in inference.
  ///
  /// With `factor = scale / √(runningVariance + epsilon)` for each output channel, the weight is
  /// `weight · factor` and the bias is `(bias − runningMean) · factor + shift`. The convolution must
  /// have no activation before the normalization.
  public func foldedWeightAndBias(
    with normalization: BatchNorm2d
  ) -> (weight: Tensor, bias: Tensor) {
    let channels = weight.shape[0]
    require(
      activation == .none, "the convolution \(weight.path) has an activation before normalization")
    require(
      normalization.scale.shape == [channels],
      "a normalization of shape \(normalization.scale.shape) does not fit \(channels) channels")
    let scale = normalization.scale.value.values
    let shift = normalization.shift.value.values
    let mean = normalization.runningMean.value.values
    let variance = normalization.runningVariance.value.values
    let factors = zip(scale, variance).map {
      Double($0) / (Double($1) + Double(normalization.epsilon)).squareRoot()
    }
    let taps = weight.value.count / channels
    let foldedWeight = weight.value.withUnsafeSamples { samples in
      Tensor(shape: weight.shape) { folded in
        for (channel, factor) in factors.enumerated() {
          for index in channel * taps..<(channel + 1) * taps {
            folded[index] = Float(Double(samples[index]) * factor)
          }
        }
      }
    }
    let foldedBias = Tensor(shape: [channels]) { folded in
      let biases = bias?.value.values
      for channel in 0..<channels {
        let centered = Double(biases?[channel] ?? 0) - Double(mean[channel])
        folded[channel] = Float(centered * factors[channel] + Double(shift[channel]))
      }
    }
    return (foldedWeight, foldedBias)
  }
}
