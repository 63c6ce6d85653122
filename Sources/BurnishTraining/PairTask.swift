import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// The training of a network that turns an image into another, as pairs of them show it.
struct PairTask: TrainingTask {
  private let recipe: Recipe
  private let network: ValidatedNetwork
  private let frames: PairFrames
  private let validation: ImageValidation

  /// - Parameters:
  ///   - frames: to train on, and to validate with.
  ///   - recipePath: the recipe's file, for the failures' sake.
  init(
    recipe: Recipe, frames: (training: PairFrames, validation: PairFrames), recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    let architecture = try recipe.model.image(path: recipePath)
    let (inputs, outputs) = (architecture.imageChannels, architecture.outputChannels)
    let first = frames.training.pairs[0]
    guard (inputs, outputs) == (first.input.channels, first.target.channels) else {
      throw Failure(
        .badData, recipePath, found: "a network from \(inputs) to \(outputs) channels",
        wanted: "one for the pairs, from \(first.input.channels) to \(first.target.channels)")
    }
    try Crop.check(
      frames.training.pairs.map { ($0.input.width, $0.input.height, $0.path) }, data: recipe.data)
    network = ValidatedNetwork(architecture, seed: recipe.seed)
    self.frames = frames.training
    validation = ImageValidation(
      pairs: frames.validation.pairs.map { ($0.input.samples, $0.target.samples) },
      baseline: "input")
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

  /// The same crops of inputs and targets, mirrored and turned, `[N, C, S, S]`. They depend on the seed and
  /// the step's number alone.
  private func batch(step: Int, count: Int) -> (input: Tensor, target: Tensor) {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    var (inputs, targets) = ([Float](), [Float]())
    for _ in 0..<count {
      let pair = frames.pairs[random.integer(below: frames.pairs.count)]
      let places = Crop(
        random: &random, width: pair.input.width, height: pair.input.height, data: recipe.data
      ).places()
      inputs += pair.input.samples(at: places)
      targets += pair.target.samples(at: places)
    }
    func batch(_ samples: [Float], _ channels: Int) -> Tensor {
      let size = recipe.data.cropSize
      return Tensor(shape: [count, channels, size, size], values: samples)
    }
    let first = frames.pairs[0]
    return (batch(inputs, first.input.channels), batch(targets, first.target.channels))
  }
}
