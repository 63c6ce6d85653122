/// What a joint filter is wanted for.
public enum Purpose: Sendable, Hashable {
  /// To sharpen what was enlarged: each side by `factor`.
  case upsampling(factor: Int)
  case noiseReduction
  /// To enlarge class scores: each side by `factor`.
  case classScores(factor: Int)

  /// What stands behind the model's name in the names of weight files and recipes: `x8`, `noise`.
  public var variant: String {
    switch self {
    case .upsampling(let factor): "x\(factor)"
    case .noiseReduction: "noise"
    case .classScores(let factor): "scores\(factor)"
    }
  }

  /// As messages name it: `x8`, `noise reduction`.
  public var description: String {
    switch self {
    case .upsampling: variant
    case .noiseReduction: kind
    case .classScores(let factor): "\(kind) x\(factor)"
    }
  }

  /// The kind of purpose in words, whatever the factor.
  public var kind: String {
    switch self {
    case .upsampling: "upsampling"
    case .noiseReduction: "noise reduction"
    case .classScores: "class scores"
    }
  }
}
