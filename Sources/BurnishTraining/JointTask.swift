import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Trains a joint filter. The recipe's degradation decides whether it learns upsampling or denoising. The data
/// decides whether it filters depth with color guides or colors with near-infrared guides.
struct JointTask: TrainingTask {
  /// The training data and its license, in words.
  let data: (name: String, license: String)
  private let recipe: Recipe
  private let network: any JointNetwork
  /// The network that validation loads weights into.
  private let validated: any JointNetwork
  private let batches: JointBatches
  private let validation: any JointValidation

  /// - Parameters:
  ///   - frames: depth maps with color guides, for training and validation.
  ///   - recipePath: the recipe's file, named in errors.
  init(
    recipe: Recipe, frames: Samples<StoredDepth>.Split, recipePath: String
  ) throws(Failure) {
    try self.init(
      recipe: recipe, frames: frames.training,
      validation: DepthValidation(
        frames: frames.validation.elements, degradation: recipe.degradation),
      recipePath: recipePath)
  }

  /// - Parameters:
  ///   - frames: color images with near-infrared guides, for training and validation.
  ///   - recipePath: the recipe's file, named in errors.
  init(
    recipe: Recipe, frames: Samples<StoredNearInfrared>.Split, recipePath: String
  ) throws(Failure) {
    try self.init(
      recipe: recipe, frames: frames.training,
      validation: NearInfraredValidation(
        frames: frames.validation.elements, degradation: recipe.degradation),
      recipePath: recipePath)
  }

  private init(
    recipe: Recipe, frames: Samples<some JointSample>, validation: any JointValidation,
    recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    let architecture = try recipe.model.joint(path: recipePath)
    network = architecture.network(seed: recipe.seed)
    validated = architecture.network(seed: recipe.seed)
    batches = try JointBatches(
      frames: frames.elements, recipe: recipe, recipePath: recipePath)
    self.validation = validation
    data = frames.data
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var measure: ValidationMeasure { validation.measure }
  var baselineScore: Double { validation.baselineScore }

  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable {
    let batch = batches.batch(step: step, count: batchSize)
    // Batches use the streams from 0 up.
    var random = RandomNumbers(seed: recipe.seed, stream: .max - UInt64(step))
    let lattice = PixelLattice(stride: network.trainingStride, random: &random)
    let output = network(
      tape.constant(batch.target), guide: tape.constant(batch.guide), at: lattice)
    let truth = batch.truth.picked(at: lattice)
    return recipe.loss.ofSamples(output, target: truth)
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    try validated.parameters.load(weights, from: "averaged weights")
    return validation.score(of: validated)
  }
}
