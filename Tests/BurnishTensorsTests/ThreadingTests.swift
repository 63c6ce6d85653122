import Testing
import _TestSupport

@testable import BurnishTensors

/// Inference gives the same bytes for any number of threads. Gradients are repeatable for a given number.
@Suite(.serialized) struct ThreadingTests {
  /// The results of every primitive of inference, on images large enough for several threads.
  private func inference() -> [(name: String, result: Tensor)] {
    var inputs = Inputs(91)
    let input = inputs.normal([2, 16, 45, 51]).tensor
    let weight = inputs.normal([32, 16, 3, 3]).tensor
    let bias = inputs.normal([32]).tensor
    let perChannel = inputs.uniform([16], in: 0.5..<1).tensor
    let image = inputs.uniform([1, 3, 160, 180])
    let target = inputs.uniform([1, 1, 160, 180]).tensor
    let geometry = SamplingGeometry(subsampling: 4)
    let weights = inputs.uniform(geometry.weightsShape(forTarget: target.shape))
    let offsets = inputs.normal(geometry.offsetsShape(forTarget: target.shape))
    // The size is not a multiple of the 4x4 tiles.
    let wide = inputs.normal([1, 64, 47, 50]).tensor
    let wideWeight = inputs.normal([64, 64, 3, 3], standardDeviation: 0.05).tensor
    let same = ConvolutionGeometry.same(kernelSize: 3)
    let rectified = CompiledConvolution(
      weight: wideWeight, bias: nil, geometry: same, activation: .relu)
    let (noting, mask) = rectified.withMask(wide)
    let (pooled, switches) = input.maxPooled()
    return [
      ("convolution", input.convolved(weight: weight, bias: bias, geometry: same)),
      ("wide convolution", wide.convolved(weight: wideWeight, geometry: same)),
      ("compiled convolution", rectified(wide)),
      ("convolution that notes a mask", noting), ("mask", reluGradient(wide, mask: mask)),
      (
        "convolution under a mask",
        CompiledConvolution(inputGradientOf: wideWeight, geometry: same)(wide, gradientOf: mask)
      ),
      // Other convolutions of the networks: large kernels, few inputs or outputs, and kernels of one pixel.
      (
        "large kernels",
        image.tensor.convolved(
          weight: inputs.normal([96, 3, 9, 9]).tensor, geometry: .same(kernelSize: 9))
      ),
      (
        "kernels of a pixel",
        wide.convolved(weight: inputs.normal([48, 64, 1, 1]).tensor, geometry: .valid)
      ),
      (
        "one output",
        wide.convolved(weight: inputs.normal([1, 64, 5, 5]).tensor, geometry: .same(kernelSize: 5))
      ),
      (
        "uneven channels",
        wide.convolved(
          weight: inputs.normal([17, 64, 3, 3]).tensor, geometry: .same(kernelSize: 3))
      ),
      (
        "dilated convolution",
        wide.convolved(
          weight: inputs.normal([18, 64, 3, 3]).tensor, geometry: .same(kernelSize: 3, dilation: 4))
      ),
      (
        "strided convolution",
        input.convolved(weight: weight, geometry: .init(stride: 2, padding: 1))
      ),
      (
        "batch normalization",
        batchNormalization(
          input, scale: perChannel, shift: perChannel, mean: perChannel, variance: perChannel,
          epsilon: 1e-5)
      ),
      ("sigmoid", input.sigmoid()),
      ("relu", input.relu()),
      ("sum", Tensor(image.tensor.sum())),
      ("mean", Tensor(image.tensor.mean())),
      ("maximum", Tensor(image.tensor.maximum())),
      ("channel sum", image.tensor.channelSums()),
      ("channel sum, blocked", Layout.blocked(ReferenceTensor(input)).channelSums()),
      (
        "deformable sampling",
        deformableSample(
          target, weights: weights.tensor, offsets: offsets.tensor, geometry: geometry)
      ),
      (
        "fused deformable sampling",
        deformableKernelSample(
          target,
          branches: [
            KernelFactors(weights: Layout.blocked(weights), offsets: Layout.blocked(offsets)),
            KernelFactors(weights: weights.tensor, offsets: offsets.tensor),
          ], geometry: geometry, normalization: .meanSubtraction)
      ),
      ("space to depth", image.tensor.blocksInChannels(4)),
      ("depth to space", input.channelsInBlocks(4)),
      ("concatenation", Tensor.joined([input, input])),
      ("pooling", pooled),
      ("unpooling", pooled.maxUnpooled(switches)),
      ("bilinear", image.tensor.resizedBilinearly(height: 77, width: 301)),
      ("loss", Tensor(l1Loss(image.tensor, target: image.tensor * 0.5).value)),
    ]
  }

  /// The gradients of every primitive.
  private func gradients() -> [(name: String, result: Tensor)] {
    var inputs = Inputs(92)
    let input = inputs.normal([2, 16, 45, 51]).tensor
    let weight = inputs.normal([32, 16, 3, 3]).tensor
    let outputGradient = inputs.normal([2, 32, 45, 51]).tensor
    let perChannel = inputs.uniform([16], in: 0.5..<1).tensor
    let same = ConvolutionGeometry.same(kernelSize: 3)
    let convolved = convolutionWeightGradient(
      outputGradient, input: input, weightShape: weight.shape, geometry: same, bias: true)
    let (output, state) = batchNormalization(
      training: input, scale: perChannel, shift: perChannel, epsilon: 1e-5, relu: true)
    let normalized = batchNormalizationGradient(
      input, input: input, scale: perChannel, shift: perChannel, state: state, epsilon: 1e-5)
    let target = inputs.uniform([2, 2, 160, 180])
    let geometry = SamplingGeometry(subsampling: 4)
    let sampled = deformableSampleGradient(
      target.tensor, target: target.tensor,
      weights: inputs.uniform(geometry.weightsShape(forTarget: target.shape)).tensor,
      offsets: inputs.normal(geometry.offsetsShape(forTarget: target.shape)).tensor,
      geometry: geometry, wantsTarget: true)
    let entropy = softmaxCrossEntropy(input, target: input.sigmoid())
    return [
      (
        "convolution, input",
        convolutionInputGradient(
          outputGradient, weight: weight, inputShape: input.shape, geometry: same)
      ),
      ("convolution, weight", convolved.weight), ("convolution, bias", convolved.bias!),
      ("batch normalization", output), ("batch normalization, input", normalized.input),
      ("batch normalization, scale", normalized.scale),
      ("batch normalization, shift", normalized.shift),
      ("deformable sampling, target", sampled.target!),
      ("deformable sampling, weights", sampled.weights),
      ("deformable sampling, offsets", sampled.offsets!),
      ("bilinear", resizeBilinearGradient(target.tensor, inputShape: [2, 2, 50, 61])),
      ("cross entropy", Tensor(entropy.value)), ("cross entropy, scores", entropy.gradient),
      ("charbonnier", charbonnierLoss(input, target: input * 0.5).gradient),
    ]
  }

  @Test(arguments: [2, 3, 4, 16]) func inferenceGivesTheSameBytes(threads: Int) {
    let one = withThreadCount(1) { inference() }
    let more = withThreadCount(threads) { inference() }
    for (a, b) in zip(one, more) {
      #expect(byteMismatch(b.result, a.result) == nil, "\(a.name) on \(threads) threads")
    }
  }

  @Test(arguments: [1, 2]) func gradientsRepeatToTheBit(threads: Int) {
    let (first, second) = withThreadCount(threads) { (gradients(), gradients()) }
    for (a, b) in zip(first, second) {
      #expect(byteMismatch(b.result, a.result) == nil, "\(a.name) on \(threads) threads")
    }
  }

  /// The project's own loops promise more than oneDNN: the same gradients for any number of threads.
  @Test func gradientOfSamplingDoesNotDependOnThreads() {
    let names: Set = [
      "deformable sampling, target", "deformable sampling, weights",
      "deformable sampling, offsets", "bilinear", "cross entropy", "cross entropy, scores",
      "charbonnier",
    ]
    let (one, two) = (withThreadCount(1) { gradients() }, withThreadCount(2) { gradients() })
    for (a, b) in zip(one, two) where names.contains(a.name) {
      #expect(byteMismatch(b.result, a.result) == nil, "\(a.name)")
    }
  }
}
