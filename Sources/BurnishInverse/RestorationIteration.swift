/// What an iteration started from and came to. Squares are of samples in 0...1, sums over all samples.
public struct RestorationIteration: Sendable, Hashable {
  /// From 1 on.
  public let number: Int
  /// How many there are to be.
  public let count: Int
  /// The weight of the prior, w; that of the data is `1 − w`. 0 for solvers that know nothing of images.
  public let priorWeight: Double
  /// `‖D I − B‖²`, of the degradation D, what was seen, B, and the image I at the start of the iteration.
  public let dataResidual: Double
  /// How natural I is: of a ``Prior`` `‖A(I + n) − I‖²`, of its denoiser A, with this iteration's noise; of a penalty φ
  /// of gradients `2 Σ φ(|∇I|)`; 0 for solvers that know nothing of images.
  public let priorResidual: Double
  /// The norm of what the equations of the data's part were left with, of that of their right-hand side, where they
  /// are solved: 1e-3 where conjugate gradients came to their end, more where they were stopped. `nil` for descents.
  public var equationsResidual: Double?
  /// The peak signal-to-noise ratio of what came of it, in decibels, where the truth is known.
  public var decibels: Double?

  public init(
    number: Int, count: Int, priorWeight: Double, dataResidual: Double, priorResidual: Double,
    equationsResidual: Double? = nil, decibels: Double? = nil
  ) {
    (self.number, self.count, self.priorWeight) = (number, count, priorWeight)
    (self.dataResidual, self.priorResidual) = (dataResidual, priorResidual)
    (self.equationsResidual, self.decibels) = (equationsResidual, decibels)
  }

  /// `((1 − w) ‖D I − B‖² + w r) / 2`, of the prior's residual r. Where a degradation leaves borders that nobody saw,
  /// descents lower the prior's part of the interior alone. Energies of different w cannot be compared.
  public var energy: Double {
    ((1 - priorWeight) * dataResidual + priorWeight * priorResidual) / 2
  }
}
