import BurnishTensors

/// The result of a restoration.
public struct RestorationResult: Sendable {
  /// `[1, C, H, W]`. Solvers with a prior clip samples to the problem's range; other solvers do not clip.
  public var image: Tensor
  public var iterations: [RestorationIteration]
  /// Whether all iterations ran, without an early stop.
  public var isComplete: Bool

  public init(image: Tensor, iterations: [RestorationIteration] = [], isComplete: Bool = false) {
    (self.image, self.iterations, self.isComplete) = (image, iterations, isComplete)
  }
}
