import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

@Suite("A network compared with PyTorch")
struct StackTests {
  @Test("Paths, shapes, and their order agree with the checkpoint")
  func paths() {
    let parameters = StackNetwork(seed: 1).parameters
    #expect(
      parameters.map { "\($0.path) \($0.shape) \($0.kind)" } == [
        "conv1.weight [16, 3, 3, 3] trainable",
        "norm1.weight [16] trainable", "norm1.bias [16] trainable",
        "norm1.running_mean [16] buffer", "norm1.running_var [16] buffer",
        "conv2.weight [16, 16, 3, 3] trainable", "conv2.bias [16] trainable",
        "norm2.weight [16] trainable", "norm2.bias [16] trainable",
        "norm2.running_mean [16] buffer", "norm2.running_var [16] buffer",
        "up.weight [8, 16, 3, 3] trainable", "up.bias [8] trainable",
        "out.weight [1, 8, 5, 5] trainable", "out.bias [1] trainable",
      ])
    #expect(parameters.trainableCount == 432 + 32 + 2304 + 16 + 32 + 1152 + 8 + 200 + 1)
    #expect(parameters.buffers.count == 4)
  }

  @Test("Loss, gradients, running statistics, and a step of Adam", arguments: [false, true])
  func trainingStep(fused: Bool) throws {
    let golden = try Golden("stack")
    let network = StackNetwork(seed: 1, fused: fused)
    try network.parameters.load(golden.group("before"), from: "stack")
    let tape = Tape(mode: .training)
    let output = network(tape.constant(golden["input"]))
    let loss = l1Loss(output, target: golden["truth"])
    expectClose(output.value, golden["output"], within: 1e-5)
    expectClose(loss.value, golden["loss"], within: 1e-5)

    tape.backward(from: loss)
    let trainable = network.parameters.trainable
    let gradients = tape.gradients(of: trainable)
    for (parameter, gradient) in zip(trainable, gradients) {
      // Batch normalization cancels a preceding bias, so its gradient is only rounding errors.
      if parameter.path == "conv2.bias" {
        #expect(gradient.values.allSatisfy { Swift.abs($0) < 1e-7 })
      } else {
        let difference = worstDifference(gradient, golden["gradient.\(parameter.path)"])
        #expect(difference < 1e-4, "gradient by \(parameter.path)")
      }
    }

    var adam = Adam(learningRate: 1e-2)
    adam.update(trainable, gradients: gradients)
    for parameter in network.parameters where parameter.path != "conv2.bias" {
      // The first step of Adam is ± the learning rate unless a gradient is tiny.
      let difference = worstDifference(parameter.value, golden["after.\(parameter.path)"])
      #expect(difference < 1e-4, "\(parameter.path) after a step")
    }
  }

  @Test("Inference with running statistics records nothing and needs no tape")
  func inference() throws {
    let golden = try Golden("stack")
    let network = StackNetwork(seed: 1)
    try network.parameters.load(golden.group("after"), from: "stack")
    let output = network(Variable(constant: golden["input"]))
    expectClose(output.value, golden["inference"], within: 1e-5)
    expectClose(
      network.parameters["norm1.running_mean"]!.value, golden["after.norm1.running_mean"],
      within: 0)
  }

  @Test("Batch normalization folded into the convolution before it")
  func folding() throws {
    let golden = try Golden("stack")
    let network = StackNetwork(seed: 1)
    try network.parameters.load(golden.group("after"), from: "stack")
    let input = golden["input"]
    func folded(_ convolution: Conv2d, _ normalization: BatchNorm2d, _ input: Tensor) -> Tensor {
      let (weight, bias) = convolution.foldedWeightAndBias(with: normalization)
      return input.convolved(
        weight: weight, bias: bias, geometry: convolution.geometry, activation: .relu)
    }
    let hidden = folded(
      network.conv2, network.norm2, folded(network.conv1, network.norm1, input))
    let output = network.head(Variable(constant: hidden))
    expectClose(output.value, golden["inference"], within: 1e-5)
  }

  /// Sums of gradients depend on the number of threads, which other tests change in parallel.
  @Test("A training step gives the same bits every time", arguments: [1, 2])
  func repeatable(threads: Int) {
    func train() -> [[UInt32]] {
      let network = StackNetwork(seed: 3)
      var adam = Adam(learningRate: 1e-2)
      for step in 0..<3 { network.trainingStep(&adam, batch: step) }
      return network.parameters.map(\.value.bits)
    }
    let trained = withThreadCount(threads) { (0..<3).map { _ in train() } }
    #expect(trained[1] == trained[0])
    #expect(trained[2] == trained[0])
  }

  @Test("Training reduces the loss on one batch")
  func learns() {
    let network = StackNetwork(seed: 4)
    var adam = Adam(learningRate: 1e-2)
    let first = network.trainingStep(&adam, batch: 0)
    var last = first
    for _ in 0..<60 { last = network.trainingStep(&adam, batch: 0) }
    #expect(last < 0.7 * first)
  }

  @Test("Training resumed from files gives the same bits")
  func resumption() throws {
    let directory = try TemporaryDirectory()
    func check<Rule: Optimizer>(_ rule: Rule) throws {
      let straight = StackNetwork(seed: 6)
      var optimizer = rule
      var average = ExponentialMovingAverage(decay: 0.9, of: straight.parameters)
      for step in 0..<3 {
        straight.trainingStep(&optimizer, batch: step)
        average.update(straight.parameters)
      }
      try Safetensors.write(straight.parameters.snapshot(), to: directory.file("network"))
      let state = optimizer.state().merging(average.state()) { one, _ in one }
      try Safetensors.write(state, to: directory.file("state"))

      // Different initial weights, so that the test notices anything that is not loaded.
      let resumed = StackNetwork(seed: 7)
      var other = rule
      var otherAverage = ExponentialMovingAverage(decay: 0.9, of: resumed.parameters)
      try resumed.parameters.load(
        Safetensors.read(directory.file("network")).tensors, from: "network")
      let read = try Safetensors.read(directory.file("state")).tensors
      try other.load(read, for: resumed.parameters.trainable, from: "state")
      try otherAverage.load(read, from: "state")
      for step in 3..<6 {
        straight.trainingStep(&optimizer, batch: step)
        average.update(straight.parameters)
        resumed.trainingStep(&other, batch: step)
        otherAverage.update(resumed.parameters)
      }
      #expect(resumed.parameters.map(\.value.bits) == straight.parameters.map(\.value.bits))
      #expect(otherAverage.averages.mapValues(\.bits) == average.averages.mapValues(\.bits))
    }
    try withThreadCount(2) {
      try check(Adam(learningRate: 1e-2, weightDecay: 0.01, decoupled: true))
      try check(SGD(learningRate: 1e-2, momentum: 0.9))
    }
  }
}
