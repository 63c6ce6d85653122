import BurnishCore
import COneDNN

/// The mean and variance of each channel of a batch.
public struct BatchStatistics: Sendable {
  /// The means, `[C]`.
  public let mean: Tensor
  /// The mean squared deviations, `[C]`, divided by the count and not by the count minus one.
  public let variance: Tensor

  public init(mean: Tensor, variance: Tensor) {
    (self.mean, self.variance) = (mean, variance)
  }
}

/// The results of batch normalization's forward pass that the backward pass needs.
public struct BatchNormalizationState: Sendable {
  public let statistics: BatchStatistics
  /// The samples that the following ReLU keeps, in oneDNN's format.
  let mask: Tensor?
}

struct NormalizationKey: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case training, inference, gradient }

  let kind: Kind
  let shape: [Int]
  let layout: Bool
  let epsilon: Float
  let relu: Bool
  let threads: Int

  private static let cache = PrimitiveCache<NormalizationKey>(limit: 128)

  /// Forgets the primitives of all batch normalizations.
  static func removePrimitives() { cache.removeAll() }

  /// The primitive for tensors with the shape and layout of `sample`.
  static func primitive(_ kind: Kind, like sample: Tensor, epsilon: Float, relu: Bool) -> Primitive
  {
    let key = NormalizationKey(
      kind: kind, shape: sample.shape, layout: sample.isPlain, epsilon: epsilon, relu: relu,
      threads: Parallel.threadCount)
    return cache.primitive(for: key) {
      let kinds: [Kind: burnish_normalization_kind] = [
        .training: BURNISH_NORMALIZATION_TRAINING, .inference: BURNISH_NORMALIZATION_INFERENCE,
        .gradient: BURNISH_NORMALIZATION_GRADIENT,
      ]
      let layout = sample.storage.layout ?? .plain(sample.shape)
      guard
        let handle = burnish_normalization_create(
          kinds[kind]!, layout.handle, epsilon, relu, Int32(key.threads))
      else { fatalError("oneDNN has no batch normalization of \(sample.shape)") }
      return Primitive(handle, arguments: [BURNISH_SOURCE], threads: key.threads)
    }
  }
}

/// Normalizes each channel by the mean and variance of the batch, then scales and shifts it.
///
/// - Parameters:
///   - input: `[N, C, H, W]`.
///   - scale: `[C]`.
///   - shift: `[C]`.
///   - relu: whether to apply ReLU in the same pass.
/// - Returns: the output, and the state that ``batchNormalizationGradient`` needs.
package func batchNormalization(
  training input: Tensor, scale: Tensor, shift: Tensor, epsilon: Float, relu: Bool = false
) -> (output: Tensor, state: BatchNormalizationState) {
  let input = normalizable(input, scale, shift)
  let channels = input.shape[1]
  let primitive = NormalizationKey.primitive(.training, like: input, epsilon: epsilon, relu: relu)
  let output = Tensor.uninitialized(
    shape: input.shape, layout: input.storage.layout ?? .plain(input.shape))
  let mean = Tensor(zeros: [channels])
  let variance = Tensor(zeros: [channels])
  var arguments = [
    (BURNISH_SOURCE, input), (BURNISH_DESTINATION, output), (BURNISH_MEAN, mean),
    (BURNISH_VARIANCE, variance), (BURNISH_SCALE, scale.plain()), (BURNISH_SHIFT, shift.plain()),
  ]
  var mask: Tensor?
  if relu {
    let floats = (primitive.byteCount(BURNISH_WORKSPACE) + 3) / 4
    let workspace = Tensor(shape: [floats], storage: TensorStorage(plain: floats))
    arguments.append((BURNISH_WORKSPACE, workspace))
    mask = workspace
  }
  primitive.execute(arguments)
  let statistics = BatchStatistics(mean: mean, variance: variance)
  return (output, BatchNormalizationState(statistics: statistics, mask: mask))
}

/// Normalizes each channel by a given mean and variance, then scales and shifts it.
///
/// - Parameters:
///   - input: `[N, C, H, W]`; the other tensors are `[C]`.
package func batchNormalization(
  _ input: Tensor, scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Float
) -> Tensor {
  let input = normalizable(input, scale, shift, mean, variance)
  let output = Tensor.uninitialized(
    shape: input.shape, layout: input.storage.layout ?? .plain(input.shape))
  let primitive = NormalizationKey.primitive(.inference, like: input, epsilon: epsilon, relu: false)
  primitive.execute([
    (BURNISH_SOURCE, input), (BURNISH_DESTINATION, output), (BURNISH_MEAN, mean.plain()),
    (BURNISH_VARIANCE, variance.plain()), (BURNISH_SCALE, scale.plain()),
    (BURNISH_SHIFT, shift.plain()),
  ])
  return output
}

/// The gradients of ``batchNormalization(training:scale:shift:epsilon:relu:)`` with respect to its
/// input, scale, and shift.
///
/// - Parameters:
///   - outputGradient: `[N, C, H, W]`, the gradient after the ReLU, if there is one.
///   - state: the state that the forward pass returned.
package func batchNormalizationGradient(
  _ outputGradient: Tensor, input: Tensor, scale: Tensor, shift: Tensor,
  state: BatchNormalizationState, epsilon: Float
) -> (input: Tensor, scale: Tensor, shift: Tensor) {
  let input = normalizable(input, scale, shift)
  let channels = input.shape[1]
  let layout = input.storage.layout ?? .plain(input.shape)
  let primitive = NormalizationKey.primitive(
    .gradient, like: input, epsilon: epsilon, relu: state.mask != nil)
  let inputGradient = Tensor.uninitialized(shape: input.shape, layout: layout)
  let scaleGradient = Tensor(zeros: [channels])
  let shiftGradient = Tensor(zeros: [channels])
  var arguments = [
    (BURNISH_SOURCE, input), (BURNISH_MEAN, state.statistics.mean),
    (BURNISH_VARIANCE, state.statistics.variance), (BURNISH_SCALE, scale.plain()),
    (BURNISH_SHIFT, shift.plain()),
    (BURNISH_DESTINATION_GRADIENT, outputGradient.inLayout(layout)),
    (BURNISH_SOURCE_GRADIENT, inputGradient), (BURNISH_SCALE_GRADIENT, scaleGradient),
    (BURNISH_SHIFT_GRADIENT, shiftGradient),
  ]
  if let mask = state.mask { arguments.append((BURNISH_WORKSPACE, mask)) }
  primitive.execute(arguments)
  return (inputGradient, scaleGradient, shiftGradient)
}

/// Checks shapes and returns the input in a plain layout or in groups of 16 channels, so that few
/// primitives are needed.
private func normalizable(_ input: Tensor, _ perChannel: Tensor...) -> Tensor {
  require(input.shape.count == 4, "images [N, C, H, W] were expected, not \(input.shape)")
  for tensor in perChannel {
    require(
      tensor.shape == [input.shape[1]],
      "a tensor of shape \(tensor.shape) does not fit the channels of \(input.shape)")
  }
  return input.isPlain ? input : input.inLayout(.channels16(input.shape))
}
