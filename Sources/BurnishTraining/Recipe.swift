import Burnish

/// How a model is trained: every choice by name, as a YAML file holds them.
///
/// Nothing has a default but the optimizer's rule, the schedule's rate, the normalization, mirroring, and the size of what
/// colors are seen in, so that a recipe says all there is to say, and two recipes differ only where their texts do.
public struct Recipe: Codable, Sendable, Hashable {
  /// The name by which users ask for the model: `fdkn`.
  public var name: String
  public var task: ModelCard.Task
  /// The network.
  public var model: Architecture
  /// How training pairs are degraded.
  public var degradation: Degradation
  /// Of the initial weights, the crops and the augmentation.
  public var seed: UInt64
  /// `scratch`, or the weight file to start from, relative to the output folder's parent.
  public var start: String
  /// Batch statistics where nothing is said.
  public var normalization: Normalization?
  public var data: TrainingData
  public var loss: Loss
  public var optimizer: Optimizer
  public var schedule: Schedule
  public var validation: Validation

  /// What batch normalization divides by.
  public enum Normalization: String, NamedChoice, Sendable, Hashable {
    /// The statistics of the batch, which the running ones follow.
    case batch
    /// The running statistics that the training starts from, which stay as they are, so that a batch may be of a
    /// few large images.
    case running
  }

  /// What is minimized.
  public enum Loss: String, NamedChoice, Sendable, Hashable {
    /// Of samples: depth is scaled to 0...1 by each frame's range.
    case l1, l2, charbonnier
    /// The logarithm of the softmax of class scores at the labels.
    case softmaxLog = "softmax-log"
  }

  public struct Validation: Codable, Sendable, Hashable {
    /// Steps from one validation, and checkpoint, to the next.
    public var every: Int
    /// How much of the average of weights each step keeps.
    public var averageDecay: Float
  }
}
