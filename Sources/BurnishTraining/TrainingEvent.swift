/// An event that a training reports to its observer.
public enum TrainingEvent: Sendable {
  /// The training took steps.
  case progress(Progress)
  /// The training measured the averaged weights on the validation frames.
  case validation(Validation)
  /// The training wrote a checkpoint to the output folder.
  case checkpoint(step: Int)

  public struct Progress: Sendable {
    /// The number of steps taken so far, and of all steps.
    public let step, steps: Int
    /// The mean loss since the last progress.
    public let loss: Double
    public let learningRate: Float
    public let samplesPerSecond: Double
    /// The time of the remaining steps at the speed so far.
    public let secondsLeft: Double
  }

  public struct Validation: Sendable {
    public let step: Int
    public let measure: ValidationMeasure
    /// The scores of the model and of the baseline, by `measure`.
    public let score, baseline: Double
    /// Whether the score is the best so far.
    public let isBest: Bool
  }
}

/// The outcome of a training.
public enum TrainingOutcome: Sendable, Hashable {
  /// The training took every step of the recipe.
  case finished(best: Double)
  /// The training stopped on request, with a checkpoint.
  case interrupted(step: Int)
  /// The loss is no longer finite; the last checkpoint is older.
  case diverged(step: Int)
}
