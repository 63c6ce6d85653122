import Burnish
import BurnishData

extension ReproducibleNoise {
  /// The standard deviation as a parameter of evaluations.
  static let parameter = NumberParameter<Double>(
    "sigma", "Level of the added noise in 0...255.", placeholder: "s",
    .real(Degradation.noiseStrengths))
}
