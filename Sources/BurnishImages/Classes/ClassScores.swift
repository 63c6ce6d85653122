import BurnishCore
import BurnishTensors

/// The scores of a segmentation network: one for each class at each pixel.
public struct ClassScores: Sendable {
  /// `[1, C, H, W]`, any finite numbers. The class with the maximum score wins a pixel.
  public let samples: Tensor

  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, not empty.
  ///   - subject: the scores' name in a failure.
  /// - Throws: ``Failure`` of the kind `badData` for another shape.
  @_disfavoredOverload
  public init(samples: Tensor, subject: String = "class scores") throws(Failure) {
    let shape = samples.shape
    let fits = shape.count == 4 && shape[0] == 1 && samples.count > 0
    try checkShapes(
      fits ? nil : .init("samples of the shape \(shape)", "[1, C, H, W] without a 0"), subject)
    self.init(samples: samples)
  }

  /// Scores of a shape that the package chose.
  package init(samples: Tensor) {
    require(
      samples.shape.count == 4 && samples.shape[0] == 1 && samples.count > 0,
      "class scores have the shape [1, C, H, W], not \(samples.shape)")
    self.samples = samples
  }

  public var classCount: Int { samples.shape[1] }
  public var height: Int { samples.shape[2] }
  public var width: Int { samples.shape[3] }

  /// Reads an array `[C, H, W]` or `[1, C, H, W]` of any number type from a `.npy` file. Networks write the latter.
  ///
  /// - Throws: the same `Failure` as ``NumPyPlanes/read(_:)``.
  public static func read(_ path: String) throws(Failure) -> ClassScores {
    ClassScores(samples: try NumPyPlanes.read(path))
  }

  /// Writes the scores to a `.npy` file as an array `[C, H, W]` in 32-bit floating point.
  ///
  /// - Throws: the same `Failure` as ``NumPyPlanes/write(_:to:)``.
  public func write(to path: String) throws(Failure) { try NumPyPlanes.write(samples, to: path) }

  /// The class with the maximum score at each pixel. If scores are equal, the first class wins.
  ///
  /// - Parameter excluded: a class that never wins, because it marks pixels without a label.
  public func winners(excluding excluded: Int? = nil) -> LabelMap {
    let (area, classes) = (width * height, classCount)
    var winners = [UInt16](repeating: 0, count: area)
    samples.withUnsafeSamples { samples in
      var maximum = [Float](repeating: -.infinity, count: area)
      for label in 0..<classes where label != excluded {
        for pixel in 0..<area where samples[label * area + pixel] > maximum[pixel] {
          maximum[pixel] = samples[label * area + pixel]
          winners[pixel] = UInt16(label)
        }
      }
    }
    return LabelMap(width: width, height: height, labels: winners)
  }
}
