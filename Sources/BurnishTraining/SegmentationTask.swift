import Burnish
import BurnishCore
import BurnishImages
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Trains a joint filter as a layer after class scores. It filters each class with the color guide; the loss
/// compares the softmax of the results with the labels.
struct SegmentationTask: TrainingTask {
  let measure = ValidationMeasure(
    name: "log loss", unit: "", direction: .lowerIsBetter, baseline: "bilinear")
  let baselineScore: Double
  private let recipe: Recipe
  private let network: any JointNetwork
  /// The network that validation loads weights into.
  private let validated: any JointNetwork
  private let batches: SegmentationBatches
  private let validation: [Kept]

  /// A validation frame, cropped to a multiple of the factor.
  private struct Kept {
    /// The scores of all K classes that a pixel can have, `[1, K, H, W]`, on the filter's scale.
    let target: Tensor
    let scale: NetworkScale
    let guide: Tensor
    let labels: [Int32]

    func loss(_ target: Tensor) -> Double {
      Double(
        softmaxCrossEntropy(scale.denormalized(target), labels: labels, ignoring: -1).value)
    }
  }

  /// - Parameters:
  ///   - frames: labeled frames for training and validation, read as in the recipe.
  ///   - recipePath: the recipe's file, named in errors.
  init(
    recipe: Recipe, frames: Samples<StoredLabels>.Split, scores: ScoreSource, recipePath: String
  ) throws(Failure) {
    self.recipe = recipe
    let architecture = try recipe.model.joint(path: recipePath)
    network = architecture.network(seed: recipe.seed)
    validated = architecture.network(seed: recipe.seed)
    batches = try SegmentationBatches(
      frames: frames.training, recipe: recipe, scores: scores, recipePath: recipePath)
    var validation: [Kept] = []
    for (index, frame) in frames.validation.elements.enumerated() {
      // The noise does not depend on the recipe's seed, so trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      let (height, width) = (
        frame.height / scores.factor * scores.factor, frame.width / scores.factor * scores.factor
      )
      let labels = try frame.labels.cropped(width: width, height: height)
      let classes = scores.classes(of: frames.validation.classCount)
      let (target, scale) = scores.target(
        scores.scores(
          of: labels, given: frame.scores, classCount: frames.validation.classCount, random: &random
        ),
        classes: classes, height: height, width: width)
      validation.append(
        Kept(
          target: target, scale: scale,
          guide: frame.colors.samples.cropped(rows: 0..<height, columns: 0..<width),
          labels: ScoreSource.indices(of: labels, in: classes)))
    }
    self.validation = validation
    baselineScore = validation.map { $0.loss($0.target) }.reduce(0, +) / Double(validation.count)
  }

  var parameters: ParameterSet { network.parameters }
  var batchSize: Int { recipe.data.batchSize }
  var data: (name: String, license: String) { batches.frames.data }
  var passedOver: [String] { batches.frames.passedOver }

  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable {
    let batch = batches.batch(step: step, count: batchSize)
    let refined = network(
      channelsOf: tape.constant(batch.target), guide: tape.constant(batch.guide))
    return softmaxCrossEntropy(
      refined * tape.constant(batch.extents), labels: batch.labels, ignoring: -1)
  }

  func score(of weights: [String: Tensor]) throws(Failure) -> Double {
    try validated.parameters.load(weights, from: "averaged weights")
    return validation.map { $0.loss(validated.filter(channelsOf: $0.target, guide: $0.guide)) }
      .reduce(0, +) / Double(validation.count)
  }
}
