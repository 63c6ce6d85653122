import BurnishNetworks
import BurnishTensors
import Testing

@Suite("Gradients compared with central differences")
struct GradientTests {
  @Test("The check finds a derivative that misses a factor")
  func checkCanFail() {
    let check = GradientCheck(of: [samples([6], seed: 1, margin: 0.3)]) {
      $0[0] * Variable(constant: $0[0].value)
    }
    #expect(check.worst > 0.3)
  }

  @Test("The check finds an operand without a gradient")
  func checkFindsMissing() {
    let operands = [samples([2], seed: 1), samples([2], seed: 2)]
    let check = GradientCheck(of: operands) {
      $0[0] + Variable(constant: $0[1].value)
    }
    #expect(check.worst == .infinity)
  }

  @Test("The comparison of tensors detects different shapes, different values, and NaN")
  func comparisonCanFail() {
    let one = Tensor(repeating: 1, shape: [2])
    #expect(worstDifference(one, Tensor(repeating: 1, shape: [1, 2])) == .infinity)
    #expect(worstDifference(one, Tensor(shape: [2], values: [1, 2])) == 0.5)
    #expect(worstDifference(Tensor(shape: [2], values: [1, .nan]), one) == .infinity)
  }

  @Test func sum() {
    GradientCheck(of: [samples([2, 3], seed: 1), samples([2, 3], seed: 2)]) { $0[0] + $0[1] }
      .expect()
  }

  @Test func difference() {
    GradientCheck(of: [samples([2, 3], seed: 1), samples([2, 3], seed: 2)]) { $0[0] - $0[1] }
      .expect()
  }

  @Test func product() {
    GradientCheck(of: [samples([2, 3], seed: 1), samples([2, 3], seed: 2)]) { $0[0] * $0[1] }
      .expect()
  }

  @Test("An operand that is used twice gets both gradients")
  func operandTakenTwice() {
    GradientCheck(of: [samples([5], seed: 3)]) { $0[0] * $0[0] + $0[0] }.expect()
  }

  @Test func scalars() {
    GradientCheck(of: [samples([5], seed: 3)]) { 2 - (-$0[0] * 3 + 1) / 4 - 0.5 }.expect()
  }

  @Test func squares() {
    GradientCheck(of: [samples([5], seed: 3)]) { $0[0].squared() }.expect()
  }

  @Test("Margins", arguments: [BorderMode.zero, .replicate, .circular])
  func margins(_ mode: BorderMode) {
    let margin = ConvolutionGeometry.Padding(top: 2, left: 0, bottom: 1, right: 3)
    GradientCheck(of: [samples([1, 2, 3, 4], seed: 3)]) { $0[0].padded(by: margin, mode: mode) }
      .expect()
    GradientCheck(of: [samples([1, 2, 5, 6], seed: 3)]) { $0[0].cropped(by: margin) }.expect()
  }

  @Test func repetition() {
    GradientCheck(of: [samples([2, 3, 2, 2], seed: 3)]) { $0[0].imagesRepeated(3) }.expect()
  }

  @Test func totals() {
    GradientCheck(of: [samples([2, 3], seed: 4)]) {
      ($0[0] * $0[0]).sum() + $0[0].mean()
    }.expect()
  }

  @Test func rectifier() {
    GradientCheck(of: [samples([2, 20], seed: 5, margin: 0.05)]) { $0[0].relu() }.expect()
  }

  @Test func logistic() {
    GradientCheck(of: [samples([2, 10], seed: 6, in: -3..<3)]) { $0[0].sigmoid() }.expect()
  }

  @Test(
    "Convolutions",
    arguments: [
      ConvolutionGeometry.same(kernelSize: 3), ConvolutionGeometry(stride: 2, padding: 1),
      ConvolutionGeometry(stride: 1, padding: 2, dilation: 2), .valid,
    ])
  func convolution(_ geometry: ConvolutionGeometry) {
    let operands = [
      samples([2, 3, 6, 7], seed: 7), samples([4, 3, 3, 3], seed: 8), samples([4], seed: 9),
    ]
    GradientCheck(of: operands) {
      $0[0].convolved($0[1], bias: $0[2], geometry: geometry)
    }.expect()
    GradientCheck(of: operands) {
      $0[0].convolved($0[1], bias: $0[2], geometry: geometry, activation: .sigmoid)
    }.expect()
  }

  @Test("A convolution of 16 channels, in oneDNN's own layout, with ReLU")
  func blockedConvolution() {
    // The bias keeps every sample away from the kink of ReLU.
    let bias = Tensor(shape: [16], values: (0..<16).map { $0 % 2 == 0 ? 9 : -9 })
    let operands = [
      samples([1, 16, 4, 5], seed: 10), samples([16, 16, 3, 3], seed: 11, in: -0.1..<0.1),
    ]
    GradientCheck(of: operands + [bias]) {
      let hidden = $0[0].convolved(
        $0[1], bias: $0[2], geometry: .same(kernelSize: 3), activation: .relu)
      return hidden.convolved($0[1], geometry: .same(kernelSize: 3)) + hidden
    }.expect(within: 5e-3)
  }

  @Test("Batch normalization with batch statistics", arguments: [3, 16])
  func trainingNormalization(channels: Int) {
    let operands = [
      samples([2, channels, 3, 4], seed: 15), samples([channels], seed: 16, in: 0.5..<1.5),
      samples([channels], seed: 17),
    ]
    GradientCheck(of: operands) {
      batchNormalize(training: $0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5).output
    }.expect(within: 5e-3)
  }

  @Test("Batch normalization fused with ReLU equals the two in sequence")
  func fusedNormalization() {
    let tape = Tape(mode: .training)
    let input = tape.variable(samples([2, 16, 5, 5], seed: 18))
    let twin = tape.variable(input.value)
    let scale = tape.constant(samples([16], seed: 19, in: 0.5..<1.5))
    let shift = tape.constant(samples([16], seed: 20))
    let fused = batchNormalize(
      training: input, scale: scale, shift: shift, epsilon: 1e-5, relu: true
    ).output
    let inTurn = batchNormalize(training: twin, scale: scale, shift: shift, epsilon: 1e-5).output
      .relu()
    expectClose(fused.value, inTurn.value, within: 1e-6)
    let weight = tape.constant(samples([2, 16, 5, 5], seed: 21))
    tape.backward(from: (weight * fused + weight * inTurn).sum())
    expectClose(tape.gradient(of: input)!, tape.gradient(of: twin)!, within: 1e-5)
  }

  @Test("Batch normalization with running statistics")
  func inferenceNormalization() {
    let operands = [
      samples([2, 3, 3, 4], seed: 22), samples([3], seed: 23), samples([3], seed: 24),
    ]
    let (mean, variance) = (samples([3], seed: 25), samples([3], seed: 26, in: 0.5..<2))
    GradientCheck(of: operands, mode: .inference) {
      batchNormalize(
        $0[0], scale: $0[1], shift: $0[2], mean: mean, variance: variance, epsilon: 1e-3)
    }.expect()
  }

  @Test func rearrangement() {
    GradientCheck(of: [samples([1, 2, 4, 6], seed: 27)]) { $0[0].blocksInChannels(2) }.expect()
    GradientCheck(of: [samples([1, 8, 2, 3], seed: 28)]) { $0[0].channelsInBlocks(2) }.expect()
    GradientCheck(of: [samples([2, 8, 3], seed: 29)]) { $0[0].reshaped(to: [4, 12]) }.expect()
  }

  @Test func concatenationAndSplitting() {
    let operands = [samples([2, 1, 2, 3], seed: 30), samples([2, 3, 2, 3], seed: 31)]
    GradientCheck(of: operands) { Variable.joined([$0[0], $0[1], $0[0]]) }.expect()
    GradientCheck(of: [samples([2, 5, 2, 3], seed: 32)]) {
      let parts = $0[0].split(counts: [2, 1, 2])
      return parts[0] * parts[2] + Variable.joined([parts[1], parts[1]])
    }.expect()
  }

  @Test("Operations on the taps of kernels", arguments: [1, 4, 16])
  func taps(phases: Int) {
    let kernels = samples([1, 9 * phases, 2, 3], seed: 33, in: 0.2..<1)
    GradientCheck(of: [kernels]) { subtractTapMean($0[0], taps: 9) }.expect()
    GradientCheck(of: [kernels]) { divideByTapSum($0[0], taps: 9) }.expect()
  }

  @Test func sampling() {
    // Offsets avoid whole positions, where the derivative jumps.
    var random = RandomNumbers(seed: 34)
    let offsets = Tensor(shape: [1, 18, 5, 6]) { samples in
      for index in samples.indices {
        samples[index] = Float(random.integer(below: 3) - 1) + Float(random.uniform()) * 0.8 + 0.1
      }
    }
    let operands = [samples([1, 2, 5, 6], seed: 35), samples([1, 9, 5, 6], seed: 36), offsets]
    GradientCheck(of: operands) {
      deformableSample(
        $0[0], weights: $0[1], offsets: $0[2],
        geometry: SamplingGeometry(kernelSize: 3, windowRadius: 7))
    }.expect(within: 5e-3)
  }

  @Test func losses() {
    let target = samples([2, 1, 3, 4], seed: 37)
    let prediction = target + samples([2, 1, 3, 4], seed: 38, margin: 0.05)
    let mask = samples([2, 1, 3, 4], seed: 39, in: 0..<1)
    GradientCheck(of: [prediction]) { l1Loss($0[0], target: target) * 3 }.expect()
    GradientCheck(of: [prediction]) { l1Loss($0[0], target: target, mask: mask) }.expect()
    GradientCheck(of: [prediction]) { l2Loss($0[0], target: target, reduction: .sum) }.expect()
    GradientCheck(of: [prediction]) { charbonnierLoss($0[0], target: target, epsilon: 0.1) }
      .expect()
  }

  @Test("Cross entropy of classes and of distributions")
  func crossEntropy() {
    let scores = samples([2, 4, 2, 3], seed: 40, in: -2..<2)
    let labels: [Int32] = [0, 1, 2, 3, -1, 1, 2, 0, 3, 3, -1, 2]
    GradientCheck(of: [scores]) {
      softmaxCrossEntropy(
        $0[0], labels: labels, ignoring: -1, classWeights: [1, 0.5, 2, 0.25]) * 2
    }.expect()
    let target = samples([2, 4, 2, 3], seed: 41, in: 0..<0.5)
    let weights = samples([2, 1, 2, 3], seed: 42, in: 0..<2)
    GradientCheck(of: [scores]) {
      softmaxCrossEntropy($0[0], target: target, pixelWeights: weights)
    }.expect()
  }

  @Test("Pooling and unpooling", arguments: [2, 16])
  func pooling(channels: Int) {
    // Distinct samples, farther apart than the step, so that no switch changes.
    var random = RandomNumbers(seed: 43)
    let order = (0..<channels * 20).shuffled(using: &random)
    let input = Tensor(shape: [1, channels, 4, 5], values: order.map { Float($0) * 0.05 })
    GradientCheck(of: [input]) { $0[0].maxPooled().output }.expect()
    let switches = input.maxPooled().switches
    GradientCheck(of: [samples([1, channels, 2, 2], seed: 44)]) {
      $0[0].maxUnpooled(switches)
    }.expect()
  }

  @Test("Resizing", arguments: [(7, 9), (3, 2), (4, 5)])
  func resizing(height: Int, width: Int) {
    let input = samples([1, 2, 4, 5], seed: 45)
    GradientCheck(of: [input]) { $0[0].resizedBilinearly(height: height, width: width) }.expect()
  }
}
