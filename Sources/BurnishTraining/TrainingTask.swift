import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The subject of a training: a network, its data, and its score. ``Trainer`` knows only this protocol.
///
/// The loss depends only on the weights, the recipe, and the number of the step, and a task keeps no state
/// between steps. This makes a training repeatable and resumable.
protocol TrainingTask {
  /// The weights in training, including running statistics.
  var parameters: ParameterSet { get }

  /// The number of samples in a step.
  var batchSize: Int { get }

  /// The measure of ``score(of:)``.
  var measure: ValidationMeasure { get }

  /// Returns the loss of a step, a scalar on the tape. It depends on every trainable parameter.
  ///
  /// - Parameters:
  ///   - step: the step's number, from 0; it decides the batch and all random numbers.
  ///   - batchSize: the number of samples in the batch, the first ones of the step.
  func loss(step: Int, batchSize: Int, on tape: Tape) -> Variable

  /// Scores weights on the validation data, by ``measure``.
  ///
  /// - Parameter weights: the weights for every path of ``parameters``, which do not change.
  func score(of weights: [String: Tensor]) throws(Failure) -> Double

  /// The score of the unchanged input, or of another result that the network should improve on.
  var baselineScore: Double { get }

  /// The training data and its license, each in words, for the model's card.
  var data: (name: String, license: String) { get }

  /// The skipped files of the data folders, which are not images.
  var passedOver: [String] { get }
}

extension TrainingTask {
  var passedOver: [String] { [] }

  func loss(step: Int, on tape: Tape) -> Variable {
    loss(step: step, batchSize: batchSize, on: tape)
  }
}
