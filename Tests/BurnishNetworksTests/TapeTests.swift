import BurnishNetworks
import Testing
import _TestSupport

@testable import BurnishTensors

@Suite("Tape")
struct TapeTests {
  private let image = samples([1, 2, 4, 4], seed: 1)

  private func layer() -> Conv2d {
    Conv2d(from: 2, to: 3, kernelSize: 3, in: ParameterScope(seed: 1)["conv"])
  }

  @Test("Variables and parameters have a gradient, constants have none")
  func leaves() {
    let conv = layer()
    let tape = Tape(mode: .training)
    let (constant, variable) = (tape.constant(image), tape.variable(image))
    tape.backward(from: (conv(constant) * conv(variable)).mean())
    #expect(tape.gradient(of: constant) == nil)
    #expect(tape.gradient(of: variable)?.shape == image.shape)
    #expect(tape.gradient(of: conv.weight)?.shape == [3, 2, 3, 3])
    #expect(tape.gradient(of: conv.bias!)?.shape == [3])
    #expect(tape.gradient(of: layer().weight) == nil)
  }

  @Test("Without gradients for parameters, the gradient for the image stays the same")
  func frozen() {
    let conv = layer()
    func gradients(_ differentiatesParameters: Bool) -> (image: Tensor?, weight: Tensor?) {
      let tape = Tape(mode: .inference, differentiatesParameters: differentiatesParameters)
      let variable = tape.variable(image)
      tape.backward(from: conv(variable).sigmoid().mean())
      return (tape.gradient(of: variable), tape.gradient(of: conv.weight))
    }
    let (all, frozen) = withThreadCount(2) { (gradients(true), gradients(false)) }
    #expect(all.weight != nil)
    #expect(frozen.weight == nil)
    #expect(all.image!.bits == frozen.image!.bits)
  }

  @Test("Running statistics have no gradient")
  func buffers() {
    let norm = BatchNorm2d(2, in: ParameterScope(seed: 1))
    let tape = Tape(mode: .training)
    tape.backward(from: norm(tape.constant(image)).mean())
    #expect(tape.gradient(of: norm.runningMean) == nil)
    #expect(tape.gradient(of: norm.scale) != nil)
  }

  @Test("Variables pass the mode on; without a tape it is inference")
  func mode() {
    #expect(Variable(constant: image).mode == .inference)
    #expect(Tape(mode: .training).constant(image).mode == .training)
    #expect(Tape(mode: .training).constant(image).relu().mode == .training)
    #expect((Tape(mode: .inference).variable(image) * 2).mode == .inference)
  }

  @Test("An output that is not a scalar takes a given gradient")
  func handedIn() {
    let tape = Tape(mode: .training)
    let variable = tape.variable(image)
    let seed = samples([1, 2, 4, 4], seed: 2)
    tape.backward(from: variable * 3, gradient: seed)
    #expect(tape.gradient(of: variable)!.bits == (seed * 3).bits)
  }

  @Test("Adding gradients in place does not change the tensors that were added")
  func noAliasing() {
    let tape = Tape(mode: .training)
    let (one, two) = (tape.variable(image), tape.variable(image))
    let seed = samples([1, 2, 4, 4], seed: 3)
    let before = seed.bits
    // Both leaves receive the tensor `seed` itself, and `one` receives more gradients.
    tape.backward(from: (one + two) + (one + one), gradient: seed)
    #expect(seed.bits == before)
    #expect(tape.gradient(of: two)!.bits == before)
    expectClose(tape.gradient(of: one)!, seed * 3, within: 1e-6)
  }

  @Test("Activations are released at once in inference, and after use by the backward pass")
  func release() {
    let convolutions = (0..<3).map {
      Conv2d(from: 2, to: 2, kernelSize: 3, in: ParameterScope(seed: 1)["\($0)"])
    }
    weak var middle: TensorStorage?
    func run(_ input: Variable) -> Variable {
      let first = convolutions[0](input).relu()
      middle = first.value.storage
      return convolutions[2](convolutions[1](first)).sigmoid().mean()
    }
    _ = run(Variable(constant: image))
    #expect(middle == nil)
    let frozen = Tape(mode: .training, differentiatesParameters: false)
    _ = run(frozen.constant(image))
    #expect(middle == nil, "operations on constants were recorded")
    let tape = Tape(mode: .training)
    let loss = run(tape.constant(image))
    #expect(middle != nil)
    tape.backward(from: loss)
    #expect(middle == nil)
  }

  @Test("Misuse stops the program")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      let tape = Tape(mode: .training)
      let loss = tape.variable(Tensor(zeros: [2])).mean()
      tape.backward(from: loss)
      tape.backward(from: loss)
    }
    await #expect(processExitsWith: .failure) {
      let tape = Tape(mode: .training)
      tape.backward(from: Variable(constant: Tensor(zeros: [2])).mean())
    }
    await #expect(processExitsWith: .failure) {
      _ =
        Tape(mode: .training).variable(Tensor(zeros: [2]))
        + Tape(mode: .training).variable(Tensor(zeros: [2]))
    }
    await #expect(processExitsWith: .failure) {
      // A parameter that the loss does not depend on.
      let conv = Conv2d(from: 1, to: 1, kernelSize: 1, in: ParameterScope(seed: 1))
      let tape = Tape(mode: .training)
      tape.backward(from: tape.variable(Tensor(zeros: [2])).mean())
      _ = tape.gradients(of: [conv.weight])
    }
  }

  @Test("Kernels in oneDNN's own layout give the same samples as plain ones")
  func blockedTaps() {
    // A convolution to 144 channels gives blocks of 16.
    let input = samples([2, 16, 3, 5], seed: 4)
    let weight = samples([144, 16, 1, 1], seed: 5)
    let blocked = input.convolved(
      weight: weight, geometry: .valid, activation: .sigmoid)
    #expect(!blocked.isPlain)
    let gradient = samples(blocked.shape, seed: 6)
    expectClose(
      subtractTapMean(blocked, taps: 9), subtractTapMean(blocked.plain(), taps: 9), within: 1e-6)
    expectClose(
      divideByTapSum(blocked, taps: 9), divideByTapSum(blocked.plain(), taps: 9), within: 1e-6)
    expectClose(
      divideByTapSumGradient(gradient, kernels: blocked, taps: 9),
      divideByTapSumGradient(gradient, kernels: blocked.plain(), taps: 9), within: 1e-6)
    let sums = divideByTapSum(blocked, taps: 9).values
    for pixel in 0..<16 * 15 {
      let total = (0..<9).reduce(Float(0)) { $0 + sums[$1 * 16 * 15 + pixel] }
      #expect(Swift.abs(total - 1) < 1e-6)
    }
  }
}
