import ArgumentParser
import Burnish
import BurnishCore
import BurnishTensors
import Foundation

extension NoiseStrength {
  /// Returns a function that reads `--sigma` where noise can be estimated. It throws `ValidationError` for anything but
  /// ``word``, a number in ``range``, or, with `none`, 0.
  static func argument(orNone none: Bool = false) -> @Sendable (String) throws -> NoiseStrength {
    let number: @Sendable (String) throws -> Double = BurnishCLI.number(
      of: "--sigma", wanted(orNone: none)
    ) { range.contains($0) || (none && $0 == 0) }
    return { $0 == word ? .estimated : .known(Float(try number($0))) }
  }

  /// Returns a function that reads `--sigma` where noise must be known.
  static func number(orNone none: Bool = false) -> @Sendable (String) throws -> Double {
    BurnishCLI.number(of: "--sigma", in: range, orNone: none)
  }

  /// Like ``sigma(of:scale:path:)``, and prints an estimate on the image's own scale.
  func printedSigma(
    of samples: Tensor, scale: Float = 1, path: String
  ) throws(Failure) -> Float {
    let sigma = try sigma(of: samples, scale: scale, path: path)
    if self == .estimated {
      print("\(path): noise of sigma \(String(format: "%.2f", sigma * scale))")
    }
    return sigma
  }
}
