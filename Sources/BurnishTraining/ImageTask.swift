import Burnish
import BurnishCore
import BurnishData
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Trains a network without a guide: to undo the recipe's degradation, or to map the inputs of image pairs to
/// their targets.
struct ImageTask: TrainingTask {
  private let recipe: Recipe
  private let network: ValidatedNetwork
  private let frames: Samples<StoredPair>
  private let validation: ImageValidation

  /// - Parameters:
  ///   - frames: images for training and validation.
  ///   - recipePath: the recipe's file, named in errors.
  init(
    recipe: Recipe, frames: Samples<StoredPair>.Split, recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    self.frames = frames.training
    let architecture = try recipe.model.image(path: recipePath)
    try Self.check(
      (architecture.imageChannels, architecture.outputChannels), fit: frames.training.elements[0],
      recipePath: recipePath)
    try Crop.check(
      frames.training.elements.map { ($0.target.width, $0.target.height, $0.path ?? recipePath) },
      data: recipe.data)
    network = ValidatedNetwork(architecture, seed: recipe.seed)
    validation =
      frames.training.elements[0].input == nil
      ? ImageValidation(
        truths: frames.validation.elements.map(\.target.samples), degradation: recipe.degradation)
      : ImageValidation(
        pairs: frames.validation.elements.map { ($0.input!.samples, $0.target.samples) },
        baseline: "input")
  }

  // Swift 6.3.1 miscompiles this function if it is inlined into an initializer that throws.
  @inline(never)
  private static func check(
    _ channels: (Int, Int), fit first: StoredPair, recipePath: String
  ) throws(Failure) {
    let (input, target) = (first.input?.channels ?? first.target.channels, first.target.channels)
    guard channels == (input, target) else {
      throw Failure(
        .badData, recipePath, found: "a network from \(channels.0) to \(channels.1) channels",
        wanted: first.input == nil
          ? "data.colors that it takes; here they are of \(target) channels"
          : "one for the pairs, from \(input) to \(target)")
    }
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var measure: ValidationMeasure { validation.measure }
  var baselineScore: Double { validation.baselineScore }
  var data: (name: String, license: String) { frames.data }
  var passedOver: [String] { frames.passedOver }

  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable {
    let (input, target) = batch(step: step, count: batchSize)
    return recipe.loss.ofSamples(network.training(tape.constant(input)), target: target)
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    let model = try network.network(with: weights)
    return validation.score { model.filter($1) }
  }

  /// Makes the inputs and targets of a step, `[N, C, S, S]`: crops, mirrored and rotated. They depend only on
  /// the seed and the step's number.
  private func batch(step: Int, count: Int) -> (input: Tensor, target: Tensor) {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let (target, input) = frames.batch(recipe.data, count: count, random: &random)
    return (input ?? recipe.degradation.applied(to: target, random: &random), target)
  }
}
