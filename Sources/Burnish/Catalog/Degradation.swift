import BurnishCore

/// A degradation of an image, which a model undoes.
///
/// In JSON or YAML it is an object. The key `kind` names the case; the other keys are the case's
/// values: `{"kind": "upsampling", "factor": 8, "protocol": "dkn-bicubic"}`.
public enum Degradation: Sendable, Hashable {
  /// Each side keeps one of `factor` samples, as a protocol says.
  case upsampling(factor: Int, protocol: DepthProtocol)
  /// The resolution of class scores is `factor` times lower than their image's.
  /// ``ClassScoreUpsampler`` enlarges them.
  case classScores(factor: Int)
  /// Normally distributed noise was added to each sample. `sigma` is its standard deviation for
  /// samples in 0...255, regardless of the samples' unit.
  case gaussianNoise(sigma: Float)
  /// The same with an unknown standard deviation. It is drawn for each image, uniformly from a
  /// range.
  case gaussianNoiseRange(sigma: ClosedRange<Float>)
  /// An unnamed degradation, which only the pairs of images show.
  case pairs
  /// Colors were lost: images are gray. The ``ColorOutput`` says how a network restores them.
  /// `maximumSide` limits the longer side, in pixels, of the images that the network sees; `nil`
  /// sets no limit.
  case lostColors(ColorOutput, maximumSide: Int? = nil)

  /// The allowed standard deviations of noise, for samples in 0...255.
  public static let noiseStrengths: ClosedRange<Double> = 0.001...255

  /// The standard deviation of added noise, for samples in 0...255; `nil` if it is not known.
  public var sigma: Float? {
    if case .gaussianNoise(let sigma) = self { sigma } else { nil }
  }

  /// As text: `upsampling x8 (dkn-bicubic)`, `Gaussian noise of sigma 25`.
  public var description: String {
    switch self {
    case .upsampling(let factor, let depthProtocol):
      "upsampling x\(factor) (\(depthProtocol.rawValue))"
    case .classScores(let factor): "class scores x\(factor)"
    case .gaussianNoise(let sigma): "Gaussian noise of sigma \(sigma)"
    case .gaussianNoiseRange(let sigma):
      "Gaussian noise of sigma \(sigma.lowerBound) to \(sigma.upperBound)"
    case .pairs: "what its pairs of images show"
    case .lostColors(let output, _): "the loss of colors (\(output.rawValue))"
    }
  }

  /// - Parameter path: the file that it comes from, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` that names the value out of range.
  public func check(path: String) throws(Failure) {
    switch self {
    case .upsampling(let factor, _), .classScores(let factor):
      guard (1...1024).contains(factor) else {
        throw Failure(
          .badData, path, found: "degradation.factor: \(factor)", wanted: "a factor of 1 to 1024")
      }
    case .gaussianNoise(let sigma):
      guard sigma > 0, sigma <= 255 else {
        throw Failure(
          .badData, path, found: "degradation.sigma: \(sigma)",
          wanted: "a positive number, 255 at most")
      }
    case .gaussianNoiseRange(let sigma):
      guard sigma.lowerBound >= 0, sigma.upperBound <= 255 else {
        throw Failure(
          .badData, path,
          found: "degradation from sigma \(sigma.lowerBound) to \(sigma.upperBound)",
          wanted: "numbers from 0 to 255")
      }
    case .lostColors(_, let side):
      guard side.map((32...4096).contains) ?? true else {
        throw Failure(
          .badData, path, found: "degradation.greatestSide: \(side!)",
          wanted: "a number of pixels from 32 to 4096")
      }
    case .pairs: break
    }
  }
}

extension Degradation: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, factor, `protocol`, sigma, output
    case minimumSigma = "leastSigma"
    case maximumSigma = "greatestSigma"
    case maximumSide = "greatestSide"
  }

  private enum Kind: String, NamedChoice {
    case upsampling
    case classScores = "class-scores"
    case gaussianNoise = "gaussian-noise"
    case gaussianNoiseRange = "gaussian-noise-range"
    case pairs
    case lostColors = "lost-colors"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .upsampling:
      self = .upsampling(
        factor: try container.wholeNumber(forKey: .factor),
        protocol: try container.decode(DepthProtocol.self, forKey: .protocol))
    case .classScores:
      self = .classScores(factor: try container.wholeNumber(forKey: .factor))
    case .gaussianNoise:
      self = .gaussianNoise(sigma: try container.decode(Float.self, forKey: .sigma))
    case .gaussianNoiseRange:
      let minimum = try container.decode(Float.self, forKey: .minimumSigma)
      let maximum = try container.decode(Float.self, forKey: .maximumSigma)
      guard minimum <= maximum else {
        throw DecodingError.dataCorruptedError(
          forKey: .minimumSigma, in: container,
          debugDescription: "\(minimum) exceeds the greatestSigma, \(maximum)")
      }
      self = .gaussianNoiseRange(sigma: minimum...maximum)
    case .pairs: self = .pairs
    case .lostColors:
      self = .lostColors(
        try container.decode(ColorOutput.self, forKey: .output),
        maximumSide: container.contains(.maximumSide)
          ? try container.wholeNumber(forKey: .maximumSide) : nil)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .upsampling(let factor, let depthProtocol):
      try container.encode(Kind.upsampling, forKey: .kind)
      try container.encode(factor, forKey: .factor)
      try container.encode(depthProtocol, forKey: .protocol)
    case .classScores(let factor):
      try container.encode(Kind.classScores, forKey: .kind)
      try container.encode(factor, forKey: .factor)
    case .gaussianNoise(let sigma):
      try container.encode(Kind.gaussianNoise, forKey: .kind)
      try container.encode(sigma, forKey: .sigma)
    case .gaussianNoiseRange(let sigma):
      try container.encode(Kind.gaussianNoiseRange, forKey: .kind)
      try container.encode(sigma.lowerBound, forKey: .minimumSigma)
      try container.encode(sigma.upperBound, forKey: .maximumSigma)
    case .pairs: try container.encode(Kind.pairs, forKey: .kind)
    case .lostColors(let output, let maximumSide):
      try container.encode(Kind.lostColors, forKey: .kind)
      try container.encode(output, forKey: .output)
      try container.encodeIfPresent(maximumSide, forKey: .maximumSide)
    }
  }
}

extension KeyedDecodingContainer {
  /// An `Int`. The error names the key of a number that is not whole; Foundation's error does not.
  func wholeNumber(forKey key: Key) throws -> Int {
    let number = try decode(Double.self, forKey: key)
    guard let whole = Int(exactly: number) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "\(number) is not a whole number")
    }
    return whole
  }
}
