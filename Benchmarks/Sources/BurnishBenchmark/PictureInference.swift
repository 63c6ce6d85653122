import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// DeepAM on one gray picture.
struct PictureInference: BenchmarkCase {
  let network: DeepAM
  let picture: Tensor

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "deepam")
    let model = DeepAM()
    try model.parameters.load(weights, from: path)
    network = model
    picture = try files.inputs("gray")[0]
  }

  func run() -> Tensor { network.filter(picture).plain() }
}

/// What of that is not convolutions: the reconstruction of each round, from what the network predicts.
struct ReconstructionCase: BenchmarkCase {
  private let picture: Tensor
  private var rounds: [DeepAMProgress] = []

  init(files: BenchmarkFiles) throws {
    let inference = try PictureInference(files: files)
    picture = inference.picture
    var rounds: [DeepAMProgress] = []
    _ = inference.network.restore(picture) { rounds.append($0) }
    self.rounds = rounds
  }

  func run() -> Tensor {
    rounds.reduce(picture) { present, round in
      ReconstructionSolver().reconstruct(
        picture, differences: round.differences, gamma: round.gamma, from: present
      ).u
    }
  }
}
