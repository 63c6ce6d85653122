import BurnishModels
import BurnishNetworks
import BurnishTensors

/// The autoencoder's 20 convolutions of 64 maps on one image.
struct StackInference: BenchmarkCase {
  private let network: DenoisingAutoencoder
  private let image: Tensor

  init(files: BenchmarkFiles) throws {
    let model = DenoisingAutoencoder()
    let (weights, path) = try files.weights(of: "stack")
    try model.parameters.load(weights, from: path)
    network = model
    image = try files.inputs("image")[0]
  }

  func run() -> Tensor { network.correction(of: image).plain() }
}
