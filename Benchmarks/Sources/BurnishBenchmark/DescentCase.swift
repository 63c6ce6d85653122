import Burnish
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Gradient descent on the autoencoder prior for a color image with holes. One run does all iterations.
struct DescentCase: BenchmarkCase {
  private let prior: AutoencoderPrior
  private let problem: InverseProblem
  private let noise: Tensor

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "prior")
    let network = DenoisingAutoencoder()
    try network.parameters.load(weights, from: path)
    prior = try AutoencoderPrior(network, sigma: 25)
    let inputs = try files.inputs("holed", "mask", "draws")
    noise = inputs[2]
    problem = try InverseProblem(
      inputs[0], degradedBy: Mask(inputs[1], channels: 3), sigma: 0, from: inputs[0])
  }

  func run() -> Tensor {
    var descent = DAEPDescent(prior: prior)
    descent.iterations = noise.shape[0]
    return descent.solve(
      problem, noise: { noise[$0 - 1..<$0] }, shouldStop: { false },
      observer: { _, _ in }
    ).image.plain()
  }
}
