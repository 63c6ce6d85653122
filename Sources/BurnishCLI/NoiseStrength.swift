import ArgumentParser
import Burnish
import BurnishCore
import BurnishFilters
import BurnishTensors
import Foundation

/// What `--sigma` takes: a number, or the word that has it estimated.
enum NoiseStrength: Equatable {
  case known(Float)
  case estimated

  static let word = "auto"

  /// What a standard deviation may be, in units of 0...255.
  static let range = Degradation.noiseStrengths

  /// What would do, in words.
  ///
  /// - Parameter none: whether 0 stands for no noise at all and is allowed as well.
  static func wanted(orNone none: Bool) -> String {
    "a number in \(range.text), \(none ? "0 for none, " : "")or \(word)"
  }

  /// What reads `--sigma` where noise can be estimated: throws `ValidationError` for anything but ``word``, a
  /// number in ``range`` and, with `none`, 0.
  static func argument(orNone none: Bool = false) -> @Sendable (String) throws -> NoiseStrength {
    let number: @Sendable (String) throws -> Double = BurnishCLI.number(
      of: "--sigma", wanted(orNone: none)
    ) { range.contains($0) || (none && $0 == 0) }
    return { $0 == word ? .estimated : .known(Float(try number($0))) }
  }

  /// What reads `--sigma` where noise has to be known.
  static func number(orNone none: Bool = false) -> @Sendable (String) throws -> Double {
    BurnishCLI.number(of: "--sigma", in: range, orNone: none)
  }

  /// - Throws: ``Failure`` of the kind `badData` where an image is too small for an estimate that is wanted.
  func checkSize(of samples: Tensor, path: String) throws(Failure) {
    if self == .estimated, !NoiseEstimator().holdsEnough(samples.shape) {
      throw Failure(
        .badData, path,
        found: "\(samples.shape[3])x\(samples.shape[2]) pixels, too few to estimate noise from",
        wanted: "a number for sigma")
    }
  }

  /// The standard deviation of the noise of samples that a filter sees, in units of 0...255; an estimate is printed as
  /// the image has it, and is a hundredth at least, as no image without noise is told from one with little.
  ///
  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, samples in 0...1.
  ///   - scale: what the image's samples were divided by: a known strength is that of the image.
  ///   - path: the image's file.
  /// - Throws: as ``checkSize(of:path:)``.
  func sigma(of samples: Tensor, scale: Float = 1, path: String) throws(Failure) -> Float {
    switch self {
    case .known(let sigma): return sigma / scale
    case .estimated:
      try checkSize(of: samples, path: path)
      guard let estimate = NoiseEstimator().standardDeviation(of: samples) else {
        preconditionFailure("an image that is large enough has an estimate")
      }
      let sigma = max(Float(estimate) * 255, 0.01)
      print("\(path): noise of sigma \(String(format: "%.2f", sigma * scale))")
      return sigma
    }
  }
}
