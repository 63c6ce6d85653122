import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// The training of a network that restores an image from that image alone.
struct ImageTask: TrainingTask {
  private let recipe: Recipe
  private let network: ValidatedNetwork
  private let frames: ImageFrames
  private let validation: ImageValidation

  /// - Parameters:
  ///   - frames: to train on, and to validate with.
  ///   - recipePath: the recipe's file, for the failures' sake.
  init(
    recipe: Recipe, frames: (training: ImageFrames, validation: ImageFrames), recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    let architecture = try recipe.model.image(path: recipePath)
    let channels = frames.training.images[0].channels
    guard architecture.imageChannels == channels, architecture.outputChannels == channels else {
      throw Failure(
        .badData, recipePath,
        found:
          "a network from \(architecture.imageChannels) to \(architecture.outputChannels) channels",
        wanted: "data.colors that it takes; here they are of \(channels) channels")
    }
    try Crop.check(
      frames.training.images.map { ($0.width, $0.height, $0.path ?? recipePath) },
      data: recipe.data)
    network = ValidatedNetwork(architecture, seed: recipe.seed)
    self.frames = frames.training
    validation = ImageValidation(
      truths: frames.validation.images.map(\.samples), degradation: recipe.degradation)
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var measure: ValidationMeasure { validation.measure }
  var baselineScore: Double { validation.baselineScore }
  var data: (name: String, license: String) { frames.data }
  var passedOver: [String] { frames.passedOver }

  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable {
    let (degraded, truth) = batch(step: step, count: batchSize)
    return recipe.loss.ofSamples(network.training(tape.constant(degraded)), target: truth)
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    let model = try network.network(with: weights)
    return validation.score { model.filter($1) }
  }

  /// Crops, mirrored and turned, as the network is given them and as they were, `[N, C, S, S]`. They
  /// depend on the seed and the step's number alone.
  private func batch(step: Int, count: Int) -> (degraded: Tensor, truth: Tensor) {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let truth = frames.batch(recipe.data, count: count, random: &random)
    return (recipe.degradation.applied(to: truth, random: &random), truth)
  }
}
