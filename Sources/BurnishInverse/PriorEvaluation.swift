import BurnishTensors

/// The value of a ``GradientPrior`` for an image, and its gradient.
public struct PriorEvaluation: Sendable {
  /// `‖A(I + n) − I‖²`, or its mean if A sees the image several times, for example as three equal colors.
  public var residual: Double
  /// The gradient of half of the residual, in the image's shape.
  public var gradient: Tensor

  public init(residual: Double, gradient: Tensor) {
    (self.residual, self.gradient) = (residual, gradient)
  }
}
