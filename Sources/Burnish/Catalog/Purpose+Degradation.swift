import BurnishFilters

extension Purpose {
  /// The purpose of models that undo a degradation; `nil` if no guide helps them.
  public init?(_ degradation: Degradation) {
    switch degradation {
    case .upsampling(let factor, _): self = .upsampling(factor: factor)
    case .gaussianNoise, .gaussianNoiseRange: self = .noiseReduction
    case .classScores(let factor): self = .classScores(factor: factor)
    case .pairs, .lostColors: return nil
    }
  }
}
