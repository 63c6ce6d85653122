import BurnishTensors

/// What became of a picture.
public struct RestorationResult: Sendable {
  /// `[1, C, H, W]`; samples in the problem's range of solvers with a prior, and about that of others, which do not clip.
  public var picture: Tensor
  public var iterations: [RestorationIteration]
  /// Whether all iterations were taken, and not the work ended before.
  public var isComplete: Bool

  public init(picture: Tensor, iterations: [RestorationIteration] = [], isComplete: Bool = false) {
    (self.picture, self.iterations, self.isComplete) = (picture, iterations, isComplete)
  }
}
