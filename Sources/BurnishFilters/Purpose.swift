/// The task of a joint filter.
public enum Purpose: Sendable, Hashable {
  /// Sharpening an image that was enlarged; each side was multiplied by `factor`.
  case upsampling(factor: Int)
  /// Removing noise.
  case noiseReduction
  /// Enlarging class scores; each side is multiplied by `factor`.
  case classScores(factor: Int)

  /// The suffix after the model's name in the names of weight files and recipes: `x8`, `noise`.
  public var variant: String {
    switch self {
    case .upsampling(let factor): "x\(factor)"
    case .noiseReduction: "noise"
    case .classScores(let factor): "scores\(factor)"
    }
  }

  /// The name in messages: `x8`, `noise reduction`.
  public var description: String {
    switch self {
    case .upsampling: variant
    case .noiseReduction: kind
    case .classScores(let factor): "\(kind) x\(factor)"
    }
  }

  /// The kind of purpose in words, without the factor.
  public var kind: String {
    switch self {
    case .upsampling: "upsampling"
    case .noiseReduction: "noise reduction"
    case .classScores: "class scores"
    }
  }
}
