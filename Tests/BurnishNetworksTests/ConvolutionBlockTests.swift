import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

/// The forms of a block: steps on a tape, folded for tensors, and folded with a gradient for the image.
@Suite struct ConvolutionBlockTests {
  private struct Network {
    let first, second, last: ConvolutionBlock
    let parameters: ParameterSet

    init(seed: UInt64, secondActivation: Activation = .none) throws {
      let scope = ParameterScope(seed: seed)
      first = ConvolutionBlock(
        Conv2d(from: 2, to: 16, kernelSize: 3, bias: false, in: scope["conv1"]),
        BatchNorm2d(16, relu: true, in: scope["norm1"]))
      second = ConvolutionBlock(
        Conv2d(from: 16, to: 16, kernelSize: 3, activation: secondActivation, in: scope["conv2"]))
      last = ConvolutionBlock(
        Conv2d(from: 16, to: 2, kernelSize: 3, geometry: .init(padding: 1), in: scope["conv3"]))
      parameters = scope.parameters
      var random = RandomNumbers(seed: seed, stream: 1)
      for parameter in parameters where parameter.path.hasPrefix("norm1") {
        parameter.assign(random.uniform(shape: parameter.shape, in: 0.2..<0.8))
      }
    }

    /// Uses the features twice, so that their gradient has two sources.
    func callAsFunction<T: TensorLike>(_ image: T) -> T {
      let features = image.applying(first)
      return (features + features.applying(second)).applying(last)
    }
  }

  private let image: Tensor = {
    var random = RandomNumbers(seed: 8)
    return random.normal(shape: [2, 2, 9, 13], standardDeviation: 1)
  }()

  @Test(arguments: [Activation.none, .relu, .sigmoid])
  func foldedAsOnTheTape(_ activation: Activation) throws {
    let network = try Network(seed: 4, secondActivation: activation)
    let onTape = network(Tape(mode: .inference).constant(image)).value
    #expect(worstDifference(network(image), onTape) < 1e-5)
    #expect(worstDifference(network(Variable(constant: image)).value, onTape) < 1e-5)
  }

  @Test(arguments: [Activation.none, .relu, .sigmoid])
  func gradientByTheImageAlone(_ activation: Activation) throws {
    let network = try Network(seed: 4, secondActivation: activation)
    var random = RandomNumbers(seed: 5)
    let outputGradient = random.normal(shape: image.shape, standardDeviation: 1)
    func gradient(_ tape: Tape) throws -> Tensor {
      let input = tape.variable(image)
      tape.backward(from: network(input), gradient: outputGradient)
      return try #require(tape.gradient(of: input))
    }
    let wanted = try gradient(Tape(mode: .inference))
    let found = try gradient(Tape(mode: .inference, differentiatesParameters: false))
    #expect(worstDifference(found, wanted) < 1e-4)
  }

  /// Cached weights follow changes of the parameters and of the requested geometry.
  @Test func changesAreSeen() throws {
    let (network, other) = (try Network(seed: 4), try Network(seed: 9))
    let before = network(image)
    #expect(worstDifference(network(image), before) == 0)
    let shrunk = image.applying(network.first, geometry: .valid)
    #expect(shrunk.shape == [2, 16, 7, 11])
    #expect(worstDifference(image.applying(network.first).cropped(by: .init(1)), shrunk) < 1e-5)
    for parameter in network.parameters {
      let count = parameter.changeCount
      parameter.assign(try #require(other.parameters[parameter.path]).value)
      #expect(parameter.changeCount == count + 1)
    }
    #expect(worstDifference(network(image), other(image)) == 0)
    #expect(worstDifference(network(image), before) > 0.01)
  }

  /// When training changes the statistics, the block folds them again.
  @Test func trainingIsSeen() throws {
    let network = try Network(seed: 4)
    let before = network(image)
    _ = network(Tape(mode: .training).constant(image))
    let after = network(Tape(mode: .inference).constant(image)).value
    #expect(worstDifference(network(image), after) < 1e-5)
    #expect(worstDifference(network(image), before) > 1e-3)
  }

  @Test func constantWeightsHaveNoGradient() throws {
    let luma = ConvolutionBlock(
      Conv2d(constant: Tensor(shape: [1, 2, 1, 1], values: [0.25, 0.75])))
    let tape = Tape(mode: .training)
    let input = tape.variable(image)
    let output = input.applying(luma)
    #expect(worstDifference(output.value, image.applying(luma)) < 1e-6)
    tape.backward(from: output.sum())
    #expect(tape.gradient(of: luma.convolution.weight) == nil)
    #expect(tape.gradient(of: input)?.values.contains { $0 != 0.25 && $0 != 0.75 } == false)
  }
}
