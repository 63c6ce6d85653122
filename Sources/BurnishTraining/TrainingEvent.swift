/// What a training tells its observer.
public enum TrainingEvent: Sendable {
  /// Steps were taken.
  case progress(Progress)
  /// The averaged weights were tried on the validation frames.
  case validation(Validation)
  /// A checkpoint was written to the output folder.
  case checkpoint(step: Int)

  public struct Progress: Sendable {
    /// Steps taken so far, of `steps`.
    public let step, steps: Int
    /// The mean loss since the last progress.
    public let loss: Double
    public let learningRate: Float
    public let samplesPerSecond: Double
    /// Of the steps that are left, at the speed so far.
    public let secondsLeft: Double
  }

  public struct Validation: Sendable {
    public let step: Int
    public let measure: ValidationMeasure
    /// Of the model, and of what it is to improve on, by `measure`.
    public let score, baseline: Double
    /// Whether it is the best score so far.
    public let isBest: Bool
  }
}

/// How a training ended.
public enum TrainingOutcome: Sendable, Hashable {
  /// Every step of the recipe was taken.
  case finished(best: Double)
  /// It was asked to stop, and did so with a checkpoint.
  case interrupted(step: Int)
  /// The loss is not a number any more; the last checkpoint is older.
  case diverged(step: Int)
}
