/// A report on one iteration. Squared norms are sums over all samples, for samples in 0...1.
public struct RestorationIteration: Sendable, Hashable {
  /// Counts from 1.
  public let number: Int
  /// The total number of iterations.
  public let count: Int
  /// The weight w of the prior; the weight of the data is `1 − w`. 0 for solvers without a prior.
  public let priorWeight: Double
  /// `‖D I − B‖²`, with the degradation D, the observed image B, and the image I at the start of the iteration.
  public let dataResidual: Double
  /// The prior's energy of I: `‖A(I + n) − I‖²` for a ``Prior`` with the denoiser A and this iteration's noise n,
  /// `2 Σ φ(|∇I|)` for a gradient penalty φ, and 0 for solvers without a prior.
  public let priorResidual: Double
  /// The residual norm of the data equations divided by the norm of their right-hand side. It is 1e-3 if conjugate
  /// gradients converged, and more if they stopped early. `nil` for descents.
  public var equationsResidual: Double?
  /// The peak signal-to-noise ratio of the result so far, in decibels, if the truth is known.
  public var decibels: Double?

  public init(
    number: Int, count: Int, priorWeight: Double, dataResidual: Double, priorResidual: Double,
    equationsResidual: Double? = nil, decibels: Double? = nil
  ) {
    (self.number, self.count, self.priorWeight) = (number, count, priorWeight)
    (self.dataResidual, self.priorResidual) = (dataResidual, priorResidual)
    (self.equationsResidual, self.decibels) = (equationsResidual, decibels)
  }

  /// `((1 − w) ‖D I − B‖² + w r) / 2`, where r is the prior's residual. If a degradation has unseen borders, descents
  /// lower the prior's part only in the interior. Energies for different w are not comparable.
  public var energy: Double {
    ((1 - priorWeight) * dataResidual + priorWeight * priorResidual) / 2
  }
}
