import Burnish
import BurnishModels
import BurnishNetworks

/// A small model for noise with the weights that a network starts its training from.
package enum NoiseModel {
  /// Writes the model with its card.
  package static func write(
    to path: String, sigma: Float = 18, seed: UInt64 = 3, figures: [ModelCard.Figure] = []
  ) throws {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = [4, 4, 4, 4, 4, 4]
    hyperparameters.residual = false
    let card = ModelCard(
      name: "small", task: .noiseReduction,
      architecture: Architecture(hyperparameters).cardEntry(),
      degradation: .gaussianNoise(sigma: sigma), recipe: "", steps: 0, data: "none",
      dataLicence: "none", figures: figures)
    let network = FDKN(hyperparameters, seed: seed)
    try Safetensors.write(network.parameters.snapshot(), metadata: card.metadata(), to: path)
  }
}
