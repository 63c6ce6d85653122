import BurnishCore
import BurnishNetworks
import BurnishTensors

/// What a training is of: a network, its data and how good it is. ``Trainer`` knows no more than
/// this.
///
/// For a training to be repeatable and resumable, the loss may depend on nothing but the weights, the
/// recipe and the number of the step; a task keeps no state from step to step.
protocol TrainingTask {
  /// The weights in training, with running statistics.
  var parameters: ParameterSet { get }

  /// How many samples a step sees.
  var batchSize: Int { get }

  /// What ``score(of:)`` measures.
  var measure: ValidationMeasure { get }

  /// The loss of a step, a scalar on the tape. It depends on every trainable parameter.
  ///
  /// - Parameters:
  ///   - step: counted from 0; decides the batch and all that is random.
  ///   - batchSize: how many samples the batch has, the first ones of the step's.
  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable

  /// How good weights are on data that no step sees, by ``measure``.
  ///
  /// - Parameter weights: of every path of ``parameters``; these themselves stay as they are.
  func score(of weights: [String: Tensor]) throws(Failure) -> Double

  /// The score of doing nothing, or of what the network is to improve on.
  var baselineScore: Double { get }

  /// The training data and its license, each in words, for the model's card.
  var data: (name: String, license: String) { get }

  /// Files that lie among the data and are no images.
  var passedOver: [String] { get }
}

extension TrainingTask {
  var passedOver: [String] { [] }

  func loss(step: Int, on tape: Tape) -> Variable {
    loss(step: step, batchSize: batchSize, on: tape)
  }
}
