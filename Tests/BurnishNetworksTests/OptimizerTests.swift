import BurnishCore
import BurnishNetworks
import BurnishTensors
import Testing

@Suite("Optimizers compared with PyTorch")
struct OptimizerTests {
  /// Parameters `kernel` and `bias` with the golden file's initial values.
  private func parameters(_ golden: Golden) throws -> ParameterSet {
    let scope = ParameterScope(seed: 1)
    _ = scope.parameter("kernel", shape: [3, 4], initializer: .zeros)
    _ = scope.parameter("bias", shape: [5], initializer: .zeros)
    try scope.parameters.load(golden.group("first"), from: "optimizers")
    return scope.parameters
  }

  private func follow(_ optimizer: some Optimizer, _ name: String) throws {
    let golden = try Golden("optimizers")
    let parameters = try parameters(golden)
    var optimizer = optimizer
    for step in 0..<5 {
      let gradients = parameters.map { golden["gradient\(step).\($0.path)"] }
      optimizer.update(parameters.all, gradients: gradients)
      for parameter in parameters {
        let difference = worstDifference(
          parameter.value, golden["\(name)\(step).\(parameter.path)"])
        #expect(difference < 2e-6, "\(name), step \(step), \(parameter.path)")
      }
    }
  }

  @Test func adam() throws { try follow(Adam(learningRate: 0.05), "adam") }

  @Test func adamWithDecay() throws {
    try follow(
      Adam(learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1),
      "adam-decay")
  }

  @Test func adamW() throws {
    try follow(Adam(learningRate: 0.05, weightDecay: 0.1, decoupled: true), "adamw")
  }

  @Test func plainDescent() throws { try follow(SGD(learningRate: 0.05), "sgd") }

  @Test func momentum() throws {
    try follow(SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 0.1), "sgd-momentum")
  }

  @Test func nesterov() throws {
    try follow(
      SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 0.1, nesterov: true), "sgd-nesterov")
  }

  @Test("Weight decay limited to kernels does not change biases")
  func decayScope() throws {
    let golden = try Golden("optimizers")
    let (decayed, plain) = (try parameters(golden), try parameters(golden))
    let gradients = decayed.map { golden["gradient0.\($0.path)"] }
    var decaying = Adam(
      learningRate: 0.05, weightDecay: 0.1, decoupled: true, decayScope: .kernels)
    var bare = Adam(learningRate: 0.05)
    decaying.update(decayed.all, gradients: gradients)
    bare.update(plain.all, gradients: gradients)
    #expect(decayed["bias"]!.value.bits == plain["bias"]!.value.bits)
    #expect(worstDifference(decayed["kernel"]!.value, plain["kernel"]!.value) > 1e-3)
  }

  @Test func movingAverage() throws {
    let golden = try Golden("optimizers")
    let parameters = try parameters(golden)
    var average = ExponentialMovingAverage(decay: 0.9, warmsUp: false, of: parameters)
    for step in 0..<5 {
      try parameters.load(golden.group("adam\(step)"), from: "optimizers")
      average.update(parameters)
    }
    for parameter in parameters {
      expectClose(
        average.averages[parameter.path]!, golden["average.\(parameter.path)"], within: 1e-6)
    }
  }

  @Test("An average that warms up follows the first weights closely")
  func warmingAverage() throws {
    let scope = ParameterScope(seed: 1)
    let parameter = scope.parameter("weight", shape: [1], initializer: .zeros)
    let buffer = scope.buffer("running", shape: [1], initializer: .zeros)
    var average = ExponentialMovingAverage(decay: 0.999, of: scope.parameters)
    parameter.assign(Tensor(repeating: 1, shape: [1]))
    buffer.assign(Tensor(repeating: 5, shape: [1]))
    // The decay is 1/10, then 2/11, so the average is 0.9, then 1 - 0.1 * 2/11.
    average.update(scope.parameters)
    #expect(Swift.abs(average.averages["weight"]!.values[0] - 0.9) < 1e-6)
    average.update(scope.parameters)
    #expect(Swift.abs(average.averages["weight"]!.values[0] - (1 - 0.2 / 11)) < 1e-6)
    // Buffers are averaged like parameters.
    #expect(Swift.abs(average.averages["running"]!.values[0] - 5 * (1 - 0.2 / 11)) < 1e-5)
  }

  @Test func clippingByNorm() throws {
    let golden = try Golden("optimizers")
    var gradients = [golden["gradient0.kernel"], golden["gradient0.bias"]]
    let norm = GradientClipping.globalNorm(0.5).apply(to: &gradients)
    #expect(Swift.abs(norm - golden["norm"].scalar) < 1e-5)
    expectClose(gradients[0], golden["clipped.kernel"], within: 1e-5)
    expectClose(gradients[1], golden["clipped.bias"], within: 1e-5)
    let clipped = gradients.map(\.bits)
    GradientClipping.globalNorm(1).apply(to: &gradients)
    #expect(gradients.map(\.bits) == clipped)
  }

  @Test func clippingByValue() {
    var gradients = [Tensor(shape: [4], values: [-3, -0.5, 0.25, 7])]
    let norm = GradientClipping.value(0.5).apply(to: &gradients)
    #expect(gradients[0].values == [-0.5, -0.5, 0.25, 0.5])
    #expect(Swift.abs(norm - Float(9 + 0.25 + 0.0625 + 49).squareRoot()) < 1e-5)
  }

  @Test("A gradient with NaN shows in the norm and stays unchanged")
  func brokenGradient() {
    var gradients = [Tensor(shape: [2], values: [.nan, 8])]
    #expect(GradientClipping.globalNorm(1).apply(to: &gradients).isNaN)
    #expect(gradients[0].values[1] == 8)
  }

  @Test("Adam minimizes a quadratic")
  func convergence() {
    let scope = ParameterScope(seed: 1)
    let parameter = scope.parameter("x", shape: [3], initializer: .constant(4))
    let goal = Tensor(shape: [3], values: [1, -2, 0.5])
    var adam = Adam(learningRate: 0.1)
    for _ in 0..<400 {
      let tape = Tape(mode: .training)
      tape.backward(from: l2Loss(tape.variable(parameter), target: goal))
      adam.update([parameter], gradients: tape.gradients(of: [parameter]))
    }
    expectClose(parameter.value, goal, within: 1e-3)
  }

  @Test("State that does not fit is refused, and the error names it")
  func badState() throws {
    let golden = try Golden("optimizers")
    let parameters = try parameters(golden)
    var adam = Adam()
    adam.update(parameters.all, gradients: parameters.map(\.value))
    var state = adam.state()
    state["adam.second.bias"] = nil
    #expect {
      try adam.load(state, for: parameters.all, from: "last.safetensors")
    } throws: {
      ($0 as? Failure)?.description
        == "last.safetensors: there is no tensor \"adam.second.bias\"; expected one of shape [5]"
    }
    state["adam.second.bias"] = Tensor(zeros: [4])
    #expect(throws: Failure.self) {
      try adam.load(state, for: parameters.all, from: "last.safetensors")
    }
    state["adam.steps"] = Tensor(shape: [2], values: [0.5, 0])
    #expect(throws: Failure.self) {
      try adam.load(state, for: parameters.all, from: "last.safetensors")
    }
    #expect(adam.steps == 1)
  }

  @Test func schedules() {
    #expect(ConstantRate(0.25).rate(at: 1000) == 0.25)
    let step = StepRate(first: 1, divisor: 5, interval: 10)
    #expect([0, 9, 10, 19, 20].map(step.rate) == [1, 1, 0.2, 0.2, 0.04])
    let poly = PolynomialRate(first: 8, power: 2, total: 100)
    #expect([0, 25, 50, 75, 100, 500].map(poly.rate) == [8, 4.5, 2, 0.5, 0, 0])
    let cosine = CosineRate(peak: 2, final: 0.5, warmUp: 4, total: 104)
    #expect([0, 1, 3, 4].map(cosine.rate) == [0.5, 1, 2, 2])
    #expect(cosine.rate(at: 54) == 1.25)
    #expect(cosine.rate(at: 104) == 0.5)
    #expect(cosine.rate(at: 1_000_000) == 0.5)
    #expect(CosineRate(peak: 1, total: 10).rate(at: 0) == 1)
  }
}
