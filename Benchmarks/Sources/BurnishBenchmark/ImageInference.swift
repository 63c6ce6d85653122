import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// DeepAM on one gray image.
struct ImageInference: BenchmarkCase {
  let network: DeepAM
  let image: Tensor

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "deepam")
    let model = DeepAM()
    try model.parameters.load(weights, from: path)
    network = model
    image = try files.inputs("gray")[0]
  }

  func run() -> Tensor { network.filter(image).plain() }
}

/// The part of DeepAM that is no convolution: each round's reconstruction from the network's predictions.
struct ReconstructionCase: BenchmarkCase {
  private let image: Tensor
  private var rounds: [DeepAMProgress] = []

  init(files: BenchmarkFiles) throws {
    let inference = try ImageInference(files: files)
    image = inference.image
    var rounds: [DeepAMProgress] = []
    _ = inference.network.restore(image) { rounds.append($0) }
    self.rounds = rounds
  }

  func run() -> Tensor {
    rounds.reduce(image) { present, round in
      WeightedPoissonSolver().reconstruct(
        image, differences: round.differences, gamma: round.gamma, from: present
      ).u
    }
  }
}
