import BurnishFilters

extension Purpose {
  /// What models are for that were trained to undo a degradation; `nil` for those that no guide helps.
  public init?(_ degradation: Degradation) {
    switch degradation {
    case .upsampling(let factor, _): self = .upsampling(factor: factor)
    case .gaussianNoise, .gaussianNoiseRange: self = .noiseReduction
    case .classScores(let factor): self = .classScores(factor: factor)
    case .pairs, .lostColors: return nil
    }
  }
}
