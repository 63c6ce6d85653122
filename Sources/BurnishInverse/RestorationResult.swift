import BurnishTensors

/// What became of an image.
public struct RestorationResult: Sendable {
  /// `[1, C, H, W]`; samples in the problem's range of solvers with a prior, and about that of others, which do not clip.
  public var image: Tensor
  public var iterations: [RestorationIteration]
  /// Whether all iterations were taken, and not the work ended before.
  public var isComplete: Bool

  public init(image: Tensor, iterations: [RestorationIteration] = [], isComplete: Bool = false) {
    (self.image, self.iterations, self.isComplete) = (image, iterations, isComplete)
  }
}
