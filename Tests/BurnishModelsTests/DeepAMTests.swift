import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite("DeepAM")
struct DeepAMTests {
  /// The cases of Scripts/golden/models.py, which solves their systems with dense matrices.
  enum Case: String, CaseIterable {
    case residual = "deepam"
    case paper = "deepam-paper"

    var model: DeepAM {
      var hyperparameters = DeepAM.Hyperparameters()
      switch self {
      case .residual:
        (hyperparameters.rounds, hyperparameters.depth, hyperparameters.channels) = (2, 5, 16)
        (hyperparameters.gammaLayer, hyperparameters.gammaFloor) = (3, 0.02)
        hyperparameters.residual = true
      case .paper:
        (hyperparameters.rounds, hyperparameters.channels) = (1, 8)
      }
      return DeepAM(hyperparameters)
    }
  }

  @Test(arguments: Case.allCases) func inferenceAgreesWithTheTwin(_ testCase: Case) throws {
    let golden = try GoldenCase(testCase.rawValue)
    let model = testCase.model
    try model.parameters.load(golden.weights, from: golden.name)
    let (image, expected) = (try golden["inference.image"], try golden["inference.output"])
    GoldenCase.expectClose(
      model(Tape(mode: .inference).constant(image)).value, expected, absolute: 1e-4, "on a tape")
    var rounds: [Int] = []
    let result = model.restore(image) { progress in
      rounds.append(progress.round)
      #expect(progress.differences.shape == [1, 2, 13, 18])
      #expect(progress.gamma.values.allSatisfy { $0 >= model.hyperparameters.gammaFloor })
      #expect(progress.reports.allSatisfy { $0.termination == .converged })
    }
    GoldenCase.expectClose(result, expected, absolute: 1e-4, "folded")
    let count = model.hyperparameters.rounds
    #expect(rounds == (0..<3 * count).map { $0 % count + 1 })
  }

  @Test(arguments: Case.allCases) func gradientsAgreeWithTheTwin(_ testCase: Case) throws {
    let model = testCase.model
    try GoldenCase(testCase.rawValue).checkTraining(
      of: model.parameters, inputs: ["image"], loss: { l1Loss($0, target: $1) },
      forward: { model($0[0]) })
  }

  private func small(rounds: Int, seed: UInt64 = 5) -> DeepAM {
    var hyperparameters = DeepAM.Hyperparameters()
    (hyperparameters.rounds, hyperparameters.depth, hyperparameters.channels) = (rounds, 4, 8)
    hyperparameters.gammaLayer = 2
    return DeepAM(hyperparameters, seed: seed)
  }

  /// A network with initial weights removes noise, or leaves an image almost unchanged.
  @Test(arguments: [false, true]) func theStartDoesNoHarm(residual: Bool) {
    var random = RandomNumbers(seed: 12)
    let clean = Tensor(repeating: 0.4, shape: [4, 1, 24, 21])
    let noise = random.normal(shape: clean.shape, standardDeviation: 0.1)
    var hyperparameters = DeepAM.Hyperparameters()
    hyperparameters.residual = residual
    let tape = Tape(mode: .training)
    let output = DeepAM(hyperparameters, seed: 3)(tape.constant(clean + noise)).value
    let error = (output - clean).dot(output - clean) / noise.dot(noise)
    #expect(residual ? abs(error - 1) < 0.1 : error < 0.3)
  }

  @Test(arguments: [[1, 1], [1, 9], [7, 1], [2, 3], [33, 20]]) func anySizeIsTaken(size: [Int]) {
    var random = RandomNumbers(seed: 2)
    let image = random.uniform(shape: [1, 1] + size)
    let model = small(rounds: 2)
    let plain = model(Tape(mode: .inference).constant(image)).value
    let folded = model.filter(image)
    #expect(folded.shape == image.shape)
    GoldenCase.expectClose(folded, plain, absolute: 1e-4, "folded")
    for value in [Float(0), 1] {
      let flat = model.filter(Tensor(repeating: value, shape: image.shape)).values
      let worst = flat.map { $0.isFinite ? 0 : 1 }.max()
      #expect(worst == 0)
    }
  }

  @Test func bytesDependOnNeitherThreadsNorBatch() {
    var random = RandomNumbers(seed: 2)
    let image = random.uniform(shape: [1, 1, 150, 170])
    let model = small(rounds: 2)
    let one = withThreadCount(1) { model.filter(image) }
    let two = withThreadCount(2) { model.filter(image) }
    #expect(byteMismatch(one, two) == nil)
  }

  @Test func laterRoundsStartAsCopies() throws {
    let (short, long) = (small(rounds: 2), small(rounds: 4, seed: 9))
    try long.parameters.load(roundsOf: short.parameters.snapshot(), from: "short")
    for parameter in long.parameters {
      let round = try #require(parameter.path.dropFirst(5).first?.wholeNumberValue)
      let rest = parameter.path.dropFirst(6)
      let source = try #require(short.parameters["round\(min(round, 2))\(rest)"])
      #expect(byteMismatch(parameter.value, source.value) == nil, "\(parameter.path)")
    }
    #expect(throws: Failure.self) {
      try long.parameters.load(roundsOf: ["round1.conv1.weight": Tensor(0)], from: "broken")
    }
  }

  @Test func hyperparametersSurviveTheirFile() throws {
    var hyperparameters = DeepAM.Hyperparameters()
    (hyperparameters.rounds, hyperparameters.residual) = (1, true)
    let data = try JSONEncoder().encode(hyperparameters)
    #expect(try JSONDecoder().decode(DeepAM.Hyperparameters.self, from: data) == hyperparameters)
  }
}
