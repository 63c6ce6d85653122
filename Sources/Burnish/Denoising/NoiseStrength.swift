import BurnishCore
import BurnishFilters
import BurnishTensors

/// The strength of an image's noise: known or to be estimated.
public enum NoiseStrength: Sendable, Equatable {
  case known(Float)
  case estimated

  /// The word for ``estimated`` in recipes and options.
  public static let word = "auto"

  /// The allowed standard deviations, in units of 0...255.
  public static let range = Degradation.noiseStrengths

  /// The accepted values, for errors.
  ///
  /// - Parameter none: whether 0 is also accepted, for no noise.
  public static func wanted(orNone none: Bool) -> String {
    "a number in \(range.text), \(none ? "0 for none, " : "")or \(word)"
  }

  /// - Throws: ``Failure`` of the kind `badData` if the image is too small for a requested
  ///   estimate.
  public func checkSize(of samples: Tensor, path: String) throws(Failure) {
    if self == .estimated, !NoiseEstimator().holdsEnough(samples.shape) {
      throw Failure(
        .badData, path,
        found: "\(samples.shape[3])x\(samples.shape[2]) pixels, too few to estimate noise from",
        wanted: "a number for sigma", choice: .sigma)
    }
  }

  /// The standard deviation of the noise in the samples that a filter sees, in units of 0...255. An
  /// estimate is at least 0.01, since estimates cannot tell no noise from little noise.
  ///
  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, samples in 0...1.
  ///   - scale: the divisor of the image's samples; a known strength refers to the image.
  ///   - path: the image's file.
  /// - Throws: the errors of ``checkSize(of:path:)``.
  public func sigma(of samples: Tensor, scale: Float = 1, path: String) throws(Failure) -> Float {
    switch self {
    case .known(let sigma): return sigma / scale
    case .estimated:
      try checkSize(of: samples, path: path)
      guard let estimate = NoiseEstimator().standardDeviation(of: samples) else {
        fatalError("an image that is large enough has an estimate")
      }
      return max(Float(estimate) * 255, 0.01)
    }
  }
}

extension NoiseStrength: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Float.self) {
      self = .known(number)
    } else if try container.decode(String.self) == Self.word {
      self = .estimated
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "it is not \(Self.wanted(orNone: true))")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .known(let sigma): try container.encode(sigma)
    case .estimated: try container.encode(Self.word)
    }
  }
}

extension Failure.Choice {
  /// A number for the noise level.
  public static let sigma = Self("sigma")
}
