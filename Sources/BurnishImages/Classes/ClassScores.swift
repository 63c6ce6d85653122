import BurnishCore
import BurnishTensors

/// How strongly each pixel is taken for each of several classes, as a network for segmentation puts
/// it.
public struct ClassScores: Sendable {
  /// `[1, C, H, W]`, any finite numbers; the class with the greatest score wins a pixel.
  public let samples: Tensor

  public init(samples: Tensor) {
    precondition(
      samples.shape.count == 4 && samples.shape[0] == 1 && samples.count > 0,
      "class scores have the shape [1, C, H, W], not \(samples.shape)")
    self.samples = samples
  }

  public var classCount: Int { samples.shape[1] }
  public var height: Int { samples.shape[2] }
  public var width: Int { samples.shape[3] }

  /// Reads an array `[C, H, W]`, or `[1, C, H, W]` as networks give it, of any numbers from a `.npy` file.
  ///
  /// - Throws: `Failure` as ``NumPyPlanes/read(_:)``.
  public static func read(_ path: String) throws(Failure) -> ClassScores {
    ClassScores(samples: try NumPyPlanes.read(path))
  }

  /// Writes the scores as a `.npy` file of an array `[C, H, W]` in 32-bit floating point.
  ///
  /// - Throws: `Failure` as ``NumPyPlanes/write(_:to:)``.
  public func write(to path: String) throws(Failure) { try NumPyPlanes.write(samples, to: path) }

  /// The class with the greatest score at each pixel, the first one of equals.
  ///
  /// - Parameter excluded: a class that never wins: one that stands for the lack of a label.
  public func winners(excluding excluded: Int? = nil) -> LabelMap {
    let (area, classes) = (width * height, classCount)
    var winners = [UInt16](repeating: 0, count: area)
    samples.withUnsafeSamples { samples in
      var greatest = [Float](repeating: -.infinity, count: area)
      for label in 0..<classes where label != excluded {
        for pixel in 0..<area where samples[label * area + pixel] > greatest[pixel] {
          greatest[pixel] = samples[label * area + pixel]
          winners[pixel] = UInt16(label)
        }
      }
    }
    return LabelMap(width: width, height: height, labels: winners)
  }
}
