import BurnishModels
import BurnishNetworks
import BurnishTensors

/// RBDN with three branches on one gray picture.
struct RBDNInference: BenchmarkCase {
  private let network: any PictureNetwork
  private let picture: Tensor

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "rbdn")
    let model = RBDN()
    try model.parameters.load(weights, from: path)
    network = model
    picture = try files.inputs("luma")[0]
  }

  func run() -> Tensor { network.filter(picture).plain() }
}
