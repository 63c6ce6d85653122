import Burnish

/// The recipe of a training: all its choices by name, as a YAML file holds them.
///
/// Only these have defaults: the optimizer's rule, the schedule's rate, the normalization, mirroring, and the
/// size of color images. So a recipe is complete, and two recipes differ only where their texts differ.
public struct Recipe: Codable, Sendable, Hashable {
  /// The name of the model for users: `fdkn`.
  public var name: String
  public var task: ModelCard.Task
  /// The network.
  public var model: Architecture
  /// The degradation of training inputs.
  public var degradation: Degradation
  /// The seed of the initial weights, the crops, and the augmentation.
  public var seed: UInt64
  /// `scratch`, or the weight file to start from, relative to the output folder's parent.
  public var start: String
  /// The statistics of normalization; batch statistics if `nil`.
  public var normalization: Normalization?
  public var data: TrainingData
  public var loss: Loss
  public var optimizer: Optimizer
  public var schedule: Schedule
  public var validation: Validation

  /// The statistics of batch normalization.
  public enum Normalization: String, NamedChoice, Sendable, Hashable {
    /// The statistics of the batch, which the running statistics follow.
    case batch
    /// The running statistics of the initial weights, unchanged, so a batch may have few large images.
    case running
  }

  /// The loss that training minimizes.
  public enum Loss: String, NamedChoice, Sendable, Hashable {
    /// Losses of samples, with depth scaled to 0...1 by each frame's range.
    case l1, l2, charbonnier
    /// The logarithm of the softmax of class scores at the labels.
    case softmaxLog = "softmax-log"
  }

  public struct Validation: Codable, Sendable, Hashable {
    /// The number of steps between validations, each with a checkpoint.
    public var every: Int
    /// The fraction of the weights' average that each step keeps.
    public var averageDecay: Float
  }
}
