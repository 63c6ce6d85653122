import BurnishCore
import BurnishNetworks
import BurnishTensors
import Testing

@Suite("Parameters")
struct ParameterTests {
  @Test("Scopes make dotted paths and keep the order of registration")
  func paths() {
    let root = ParameterScope(seed: 1)
    _ = Conv2d(from: 1, to: 2, kernelSize: 3, in: root["guide"]["conv1"])
    _ = BatchNorm2d(2, in: root["blocks"][0])
    #expect(
      root.parameters.paths == [
        "guide.conv1.weight", "guide.conv1.bias", "blocks.0.weight", "blocks.0.bias",
        "blocks.0.running_mean", "blocks.0.running_var",
      ])
    #expect(root.parameters["guide.conv1.bias"]?.shape == [2])
    #expect(root.parameters["guide"] == nil)
  }

  @Test("A duplicate path stops the program")
  func duplicate() async {
    await #expect(processExitsWith: .failure) {
      let scope = ParameterScope(seed: 1)
      _ = scope.parameter("weight", shape: [1], initializer: .zeros)
      _ = scope.buffer("weight", shape: [1], initializer: .zeros)
    }
  }

  @Test("Initial values depend on seed and path, not on other parameters")
  func seeds() {
    func weight(seed: UInt64, path: String, after others: Int = 0) -> [UInt32] {
      let scope = ParameterScope(seed: seed)
      for index in 0..<others { _ = Conv2d(from: 2, to: 2, kernelSize: 3, in: scope[index]) }
      return Conv2d(from: 2, to: 2, kernelSize: 3, in: scope[path]).weight.value.bits
    }
    #expect(weight(seed: 1, path: "a") == weight(seed: 1, path: "a", after: 3))
    #expect(weight(seed: 1, path: "a") != weight(seed: 1, path: "b"))
    #expect(weight(seed: 1, path: "a") != weight(seed: 2, path: "a"))
  }

  @Test(
    "The middle tap is orthogonal, with more inputs or more outputs, and the others are 0",
    arguments: [(12, 12), (8, 20), (20, 8)])
  func deltaOrthogonal(inputs: Int, outputs: Int) {
    let kernel = Conv2d(
      from: inputs, to: outputs, kernelSize: 3, initializer: .deltaOrthogonal(gain: 2),
      in: ParameterScope(seed: 3)["conv"]
    ).weight.value
    let values = kernel.values
    func tap(_ output: Int, _ input: Int, _ index: Int) -> Float {
      values[(output * inputs + input) * 9 + index]
    }
    for output in 0..<outputs {
      for input in 0..<inputs {
        for index in 0..<9 where index != 4 { #expect(tap(output, input, index) == 0) }
      }
    }
    let count = min(inputs, outputs)
    for first in 0..<count {
      for second in 0..<count {
        let product = (0..<max(inputs, outputs)).reduce(Float(0)) { sum, other in
          outputs <= inputs
            ? sum + tap(first, other, 4) * tap(second, other, 4)
            : sum + tap(other, first, 4) * tap(other, second, 4)
        }
        #expect(Swift.abs(product - (first == second ? 4 : 0)) < 1e-4)
      }
    }
  }

  @Test(
    "Mean, deviation, and range of the initializers",
    arguments: [
      (Initializer.heNormal, 2.0), (.fanInUniform, 1.0 / 3),
    ])
  func statistics(initializer: Initializer, varianceTimesFanIn: Double) {
    let scope = ParameterScope(seed: 9)
    let conv = Conv2d(
      from: 32, to: 64, kernelSize: 5, initializer: initializer, in: scope["conv"])
    let fanIn = 32.0 * 25
    let samples = conv.weight.value.values.map(Double.init)
    let mean = samples.reduce(0, +) / Double(samples.count)
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count)
    let wanted = varianceTimesFanIn / fanIn
    // With 51200 samples, these are four standard errors of the mean and over five of the variance.
    #expect(Swift.abs(mean) < 4 * (wanted / Double(samples.count)).squareRoot())
    #expect(Swift.abs(variance / wanted - 1) < 0.05)
    let largest = samples.map { Swift.abs($0) }.max()!
    let bound = (3 * wanted).squareRoot()
    if initializer == .heNormal {
      #expect(largest > 3.5 * wanted.squareRoot() && largest < 6 * wanted.squareRoot())
    } else {
      #expect(largest <= bound * 1.000001 && largest > 0.99 * bound)
    }
    let biases = conv.bias!.value.values
    #expect(biases.allSatisfy { $0 == 0 } == (initializer != .fanInUniform))
    #expect(biases.allSatisfy { Swift.abs(Double($0)) <= bound })
  }

  @Test func loading() throws {
    func set() -> ParameterSet {
      let scope = ParameterScope(seed: 1)
      _ = Conv2d(from: 1, to: 2, kernelSize: 1, in: scope["conv"])
      return scope.parameters
    }
    let parameters = set()
    let good = [
      "conv.weight": Tensor(repeating: 3, shape: [2, 1, 1, 1]), "conv.bias": Tensor(zeros: [2]),
    ]
    func message(_ tensors: [String: Tensor]) -> String? {
      do {
        try parameters.load(tensors, from: "w.safetensors")
        return nil
      } catch { return error.description }
    }
    let before = parameters.map(\.value.bits)
    #expect(
      message(["conv.weight": good["conv.weight"]!])
        == "w.safetensors: there is no tensor \"conv.bias\"; expected one of shape [2]")
    #expect(
      message(good.merging(["conv.bias": Tensor(zeros: [3])]) { $1 })
        == "w.safetensors: the tensor \"conv.bias\" has the shape [3]; expected the shape [2]")
    #expect(
      message(good.merging(["b": Tensor(0), "a": Tensor(0)]) { $1 })
        == "w.safetensors: there is a tensor \"a\" that the network does not have; "
        + "expected its 2 tensors only")
    #expect(parameters.map(\.value.bits) == before, "a refused load changed something")
    #expect(message(good) == nil)
    #expect(parameters["conv.weight"]!.value.values == [3, 3])
    try parameters.load(
      good.merging(["a": Tensor(0)]) { $1 }, from: "w.safetensors", allowingOthers: true)
    let other = set()
    try other.load(parameters.snapshot(), from: "snapshot")
    #expect(other.map(\.value.bits) == parameters.map(\.value.bits))
  }

  @Test("A reading scope gives the tensors, or the same failures as loading")
  func reading() throws {
    let good = [
      "conv.weight": Tensor(repeating: 3, shape: [2, 1, 1, 1]), "conv.bias": Tensor(zeros: [2]),
    ]
    func read(_ tensors: [String: Tensor]) throws(Failure) -> ParameterSet {
      try ParameterScope.reading(tensors, from: "w.safetensors") { scope in
        _ = Conv2d(from: 1, to: 2, kernelSize: 1, biasInitializer: .constant(9), in: scope["conv"])
        return scope.parameters
      }
    }
    func message(_ tensors: [String: Tensor]) -> String? {
      do {
        _ = try read(tensors)
        return nil
      } catch { return error.description }
    }
    let parameters = try read(good)
    #expect(parameters.paths == ["conv.weight", "conv.bias"])
    #expect(parameters.allSatisfy { $0.value.bits == good[$0.path]!.bits && $0.isTrainable })
    #expect(
      message([:]) == "w.safetensors: there is no tensor \"conv.weight\"; "
        + "expected one of shape [2, 1, 1, 1]")
    #expect(
      message(["conv.weight": good["conv.weight"]!])
        == "w.safetensors: there is no tensor \"conv.bias\"; expected one of shape [2]")
    #expect(
      message(good.merging(["conv.bias": Tensor(zeros: [3]), "a": Tensor(0)]) { $1 })
        == "w.safetensors: the tensor \"conv.bias\" has the shape [3]; expected the shape [2]")
    #expect(
      message(good.merging(["b": Tensor(0), "a": Tensor(0)]) { $1 })
        == "w.safetensors: there is a tensor \"a\" that the network does not have; "
        + "expected its 2 tensors only")
  }

  @Test("Reading and blank scopes draw no random values")
  func nothingIsDrawn() async throws {
    let weight = Tensor(shape: [2], values: [0.5, -2])
    // Without a fan-in, drawing stops the program.
    func parameter(in scope: ParameterScope) -> Parameter {
      scope.parameter("weight", shape: [2], initializer: .heNormal)
    }
    let read = try ParameterScope.reading(["weight": weight], from: "w", parameter(in:))
    #expect(read.value.bits == weight.bits)
    let blank = parameter(in: .blank())
    #expect(blank.shape == [2] && blank.value.count == 0)
    blank.assign(weight)
    #expect(blank.value.bits == weight.bits)
    await #expect(processExitsWith: .failure) {
      _ = ParameterScope(seed: 1).parameter("weight", shape: [2], initializer: .heNormal)
    }
  }

  @Test("A given initial bias does not change the initial weights")
  func firstBias() {
    func conv(_ bias: Initializer?) -> Conv2d {
      Conv2d(
        from: 2, to: 3, kernelSize: 3, biasInitializer: bias, in: ParameterScope(seed: 1)["conv"])
    }
    #expect(conv(.constant(0.3)).bias!.value.values == [0.3, 0.3, 0.3])
    #expect(conv(.constant(0.3)).weight.value.bits == conv(nil).weight.value.bits)
    #expect(conv(nil).bias!.value.values == [0, 0, 0])
  }
}
