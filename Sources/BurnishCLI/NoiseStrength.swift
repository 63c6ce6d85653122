import ArgumentParser
import BurnishFilters
import BurnishTensors
import Foundation

/// What `--sigma` takes: a number, or the word that has it estimated.
enum NoiseStrength: Equatable {
  case known(Float)
  case estimated

  static let word = "auto"

  /// What a standard deviation may be, in units of 0...255.
  static let range: ClosedRange<Double> = 0.001...255

  /// - Throws: `ValidationError` for a number out of ``range``.
  static func check(_ sigma: Double, orElse alternative: String = "") throws {
    if !range.contains(sigma) {
      throw ValidationError("--sigma: \(sigma); expected a number in 0.001...255\(alternative)")
    }
  }

  /// - Throws: `ValidationError` for anything but a number and ``word``.
  init(argument: String) throws {
    if argument == Self.word {
      self = .estimated
    } else if let sigma = Float(argument) {
      self = .known(sigma)
    } else {
      throw ValidationError(
        "--sigma: \"\(argument)\"; expected a number in 0.001...255, or \(Self.word)")
    }
  }

  /// - Throws: `ValidationError` for a number out of range.
  func check() throws {
    if case .known(let sigma) = self {
      // Through its decimals: 0.001 is not the same number in single precision.
      try Self.check(Double(sigma.description)!, orElse: ", or \(Self.word)")
    }
  }

  /// - Throws: ``Failure`` of the kind `badData` where a picture is too small for an estimate that is wanted.
  func checkSize(of samples: Tensor, path: String) throws(Failure) {
    if self == .estimated, !NoiseEstimator().holdsEnough(samples.shape) {
      throw Failure(
        .badData, path,
        found: "\(samples.shape[3])x\(samples.shape[2]) pixels, too few to estimate noise from",
        wanted: "--sigma with a number")
    }
  }

  /// The standard deviation of a picture's noise in units of 0...255; an estimate is printed, and is
  /// a hundredth at least, as no picture without noise is told from one with little.
  ///
  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, samples in 0...1.
  ///   - path: the picture's file.
  /// - Throws: as ``checkSize(of:path:)``.
  func sigma(of samples: Tensor, path: String) throws(Failure) -> Float {
    switch self {
    case .known(let sigma): return sigma
    case .estimated:
      try checkSize(of: samples, path: path)
      guard let estimate = NoiseEstimator().standardDeviation(of: samples) else {
        preconditionFailure("a picture that is large enough has an estimate")
      }
      let sigma = min(max(Float(estimate) * 255, 0.01), Float(Self.range.upperBound))
      print("\(path): noise of sigma \(String(format: "%.2f", sigma))")
      return sigma
    }
  }
}
