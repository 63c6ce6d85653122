import BurnishModels
import BurnishNetworks
import BurnishTensors

/// RBDN with three branches on one gray image.
struct RBDNInference: BenchmarkCase {
  private let network: any ImageNetwork
  private let image: Tensor

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "rbdn")
    let model = RBDN()
    try model.parameters.load(weights, from: path)
    network = model
    image = try files.inputs("luma")[0]
  }

  func run() -> Tensor { network.filter(image).plain() }
}
