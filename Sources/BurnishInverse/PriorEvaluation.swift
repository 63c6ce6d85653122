import BurnishTensors

/// What a prior says of an image.
public struct PriorEvaluation: Sendable {
  /// `‖A(I + n) − I‖²`; where A sees an image several times, as three equal colors, the mean of them.
  public var residual: Double
  /// The gradient of half of the residual, in the image's shape.
  public var gradient: Tensor

  public init(residual: Double, gradient: Tensor) {
    (self.residual, self.gradient) = (residual, gradient)
  }
}
