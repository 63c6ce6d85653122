import Burnish
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// The training of a joint filter on depth under colour: the recipe's degradation says whether it
/// learns to sharpen or to remove noise.
struct DepthTask: TrainingTask {
  let measure: ValidationMeasure
  private let recipe: Recipe
  private let network: any JointModel
  /// The network that validation loads weights into.
  private let judged: any JointModel
  private let batches: DepthBatches
  private let validation: DepthValidation

  /// - Parameters:
  ///   - frames: to train on, and to validate with.
  ///   - recipePath: the recipe's file, for the failures' sake.
  init(
    recipe: Recipe, frames: (training: DepthFrames, kept: DepthFrames), recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    let architecture = try recipe.model.joint(path: recipePath)
    network = architecture.network(seed: recipe.seed)
    judged = architecture.network(seed: recipe.seed)
    batches = try DepthBatches(frames: frames.training, recipe: recipe, recipePath: recipePath)
    validation = DepthValidation(frames: frames.kept, degradation: recipe.degradation)
    measure = validation.measure
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var baselineScore: Double { validation.baselineError }

  var data: (name: String, licence: String) {
    ("NYU v2, \(batches.frames.count) frames, depth of 8 bits", "academic use")
  }

  func loss(step: Int, on tape: Tape) -> Variable {
    let batch = batches.batch(step: step)
    // Batches draw from the streams from 0 on.
    var random = RandomNumbers(seed: recipe.seed, stream: .max - UInt64(step))
    let lattice = PixelLattice(stride: network.trainingStride, random: &random)
    let output = network(
      tape.constant(batch.target), guide: tape.constant(batch.guide), at: lattice)
    let truth = pick(batch.truth, at: lattice)
    return recipe.loss.ofSamples(output, target: truth)
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    try judged.parameters.load(weights, from: "averaged weights")
    return validation.error(of: judged.compiled())
  }
}
