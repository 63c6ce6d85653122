import BurnishNetworks
import BurnishTensors

/// The network of the golden file `stack`, with PyTorch's names for its parts.
struct StackNetwork {
  let parameters: ParameterSet
  let conv1: Conv2d
  let norm1: BatchNorm2d
  let conv2: Conv2d
  let norm2: BatchNorm2d
  let up: Conv2d
  let out: Conv2d

  init(seed: UInt64, fused: Bool = false) {
    let scope = ParameterScope(seed: seed)
    conv1 = Conv2d(from: 3, to: 16, kernelSize: 3, bias: false, in: scope["conv1"])
    norm1 = BatchNorm2d(16, relu: fused, in: scope["norm1"])
    conv2 = Conv2d(
      from: 16, to: 16, kernelSize: 3, geometry: ConvolutionGeometry(stride: 2, padding: 1),
      in: scope["conv2"])
    norm2 = BatchNorm2d(16, epsilon: 1e-3, momentum: 0.3, relu: fused, in: scope["norm2"])
    up = Conv2d(from: 16, to: 8, kernelSize: 3, in: scope["up"])
    out = Conv2d(from: 8, to: 1, kernelSize: 5, activation: .sigmoid, in: scope["out"])
    parameters = scope.parameters
  }

  func callAsFunction(_ input: Variable) -> Variable {
    var hidden = norm1(conv1(input))
    if !norm1.relu { hidden = hidden.relu() }
    hidden = norm2(conv2(hidden))
    if !norm2.relu { hidden = hidden.relu() }
    return head(hidden)
  }

  /// The layers after those of half resolution.
  func head(_ hidden: Variable) -> Variable {
    let (height, width) = (2 * hidden.shape[2], 2 * hidden.shape[3])
    return out(up(hidden.resizedBilinearly(height: height, width: width)).relu())
  }

  /// One step on batch `index` of an endless random data set; returns the loss.
  @discardableResult
  func trainingStep(_ optimizer: inout some Optimizer, batch index: Int) -> Float {
    var random = RandomNumbers(seed: 5, stream: UInt64(index))
    let tape = Tape(mode: .training)
    let input = tape.constant(random.uniform(shape: [2, 3, 8, 8]))
    let loss = l1Loss(self(input), target: random.uniform(shape: [2, 1, 8, 8]))
    tape.backward(from: loss)
    let trainable = parameters.trainable
    optimizer.update(trainable, gradients: tape.gradients(of: trainable))
    return loss.value.scalar
  }
}
