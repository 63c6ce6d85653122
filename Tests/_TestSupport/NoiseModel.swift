import Burnish
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A small model for noise, with a network's initial weights.
package enum NoiseModel {
  /// Writes the model with its card.
  package static func write(
    to path: String, sigma: Float = 18, target: ModelCard.Target? = nil, seed: UInt64 = 3,
    figures: [ModelCard.Figure] = []
  ) throws {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = [4, 4, 4, 4, 4, 4]
    hyperparameters.residual = false
    let card = ModelCard(
      name: "small", task: .noiseReduction,
      architecture: Architecture(hyperparameters).cardEntry(),
      degradation: .gaussianNoise(sigma: sigma), target: target, recipe: "", steps: 0, data: "none",
      dataLicense: "none", figures: figures)
    let network = FDKN(hyperparameters, seed: seed)
    try Safetensors.write(network.parameters.snapshot(), metadata: card.metadata(), to: path)
  }
}

/// A small model for noise on gray images, with a network's initial weights.
package enum ImageNoiseModel {
  /// Writes the model with its card.
  package static func write(
    to path: String, name: String = "small", degradation: Degradation = .gaussianNoise(sigma: 25),
    seed: UInt64 = 3
  ) throws {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.imageChannels, hyperparameters.channels, hyperparameters.depth) = (1, 4, 3)
    let card = ModelCard(
      name: name, task: .denoising, architecture: Architecture(hyperparameters).cardEntry(),
      degradation: degradation, recipe: "", steps: 0, data: "none", dataLicense: "none")
    let network = DenoisingAutoencoder(hyperparameters, seed: seed)
    // A correction of zero would not change any image.
    var weights = network.parameters.snapshot()
    for (path, tensor) in weights where path.hasPrefix("conv3.") {
      weights[path] = tensor + Tensor(repeating: 0.01, shape: tensor.shape)
    }
    try Safetensors.write(weights, metadata: card.metadata(), to: path)
  }
}

/// A small RBDN like one trained on pairs, but with initial weights.
package enum PairModel {
  /// Writes the model with its card.
  package static func write(
    to path: String, inputChannels: Int, outputChannels: Int, task: ModelCard.Task = .regression,
    seed: UInt64 = 3
  ) throws {
    var hyperparameters = RBDN.Hyperparameters()
    (hyperparameters.inputChannels, hyperparameters.outputChannels) = (
      inputChannels, outputChannels
    )
    (hyperparameters.branches, hyperparameters.channels, hyperparameters.depth) = (1, 4, 2)
    let card = ModelCard(
      name: "pairs", task: task, architecture: Architecture(hyperparameters).cardEntry(),
      degradation: .pairs, recipe: "", steps: 0, data: "none", dataLicense: "none")
    let network = RBDN(hyperparameters, seed: seed)
    try Safetensors.write(network.parameters.snapshot(), metadata: card.metadata(), to: path)
  }
}

/// A small RBDN for colors, with initial weights.
package enum ColorModel {
  /// Writes the model with its card.
  package static func write(
    to path: String, output: ColorOutput, maximumSide: Int? = nil, seed: UInt64 = 3
  ) throws {
    var hyperparameters = RBDN.Hyperparameters()
    hyperparameters.outputChannels = output.channels
    (hyperparameters.branches, hyperparameters.channels, hyperparameters.depth) = (1, 4, 2)
    let card = ModelCard(
      name: "small", task: .colorization, architecture: Architecture(hyperparameters).cardEntry(),
      degradation: .lostColors(output, maximumSide: maximumSide), recipe: "", steps: 0,
      data: "none", dataLicense: "none")
    let network = RBDN(hyperparameters, seed: seed)
    try Safetensors.write(network.parameters.snapshot(), metadata: card.metadata(), to: path)
  }
}

/// A small joint DeepAM for any degradation, with initial weights.
package enum GuidedDeepAM {
  /// Writes the model with its card.
  package static func write(
    to path: String, undoing degradation: Degradation, seed: UInt64 = 3
  ) throws {
    var hyperparameters = JointDeepAM.Hyperparameters()
    (hyperparameters.depth, hyperparameters.channels, hyperparameters.gammaLayer) = (4, 8, 2)
    (hyperparameters.guideDepth, hyperparameters.mergingLayer) = (2, 2)
    let task: ModelCard.Task =
      if case .upsampling = degradation { .depthUpsampling } else { .noiseReduction }
    let card = ModelCard(
      name: "deepam", task: task, architecture: Architecture(hyperparameters).cardEntry(),
      degradation: degradation, recipe: "", steps: 0, data: "none", dataLicense: "none")
    let network = JointDeepAM(hyperparameters, seed: seed)
    try Safetensors.write(network.parameters.snapshot(), metadata: card.metadata(), to: path)
  }
}
