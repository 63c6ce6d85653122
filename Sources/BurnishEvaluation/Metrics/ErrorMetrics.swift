import BurnishTensors
import Foundation

/// The root of the mean squared difference, in the unit of the samples.
///
/// - Parameters:
///   - result: the image to judge, any shape whose two innermost extents are height and width.
///   - truth: the image it should be, of the same shape.
///   - border: this many rows and columns at every edge of each plane do not count.
///   - valid: of the shape of `truth`; samples where it is 0 do not count. `nil` counts every one.
/// - Returns: the error, or NaN where no sample counts.
public func rootMeanSquareError(
  _ result: Tensor, _ truth: Tensor, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return (differences.sum { $0 * $0 } / Double(differences.count)).squareRoot()
}

/// The mean absolute difference, in the unit of the samples.
///
/// The parameters and the result are those of ``rootMeanSquareError(_:_:border:valid:)``.
public func meanAbsoluteError(
  _ result: Tensor, _ truth: Tensor, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return differences.sum { $0.magnitude } / Double(differences.count)
}

/// The peak signal-to-noise ratio `10 log10(peak² / mean squared difference)` in decibels.
///
/// All samples of all planes share one mean, as for a color image.
/// - Parameters:
///   - result: the image to judge, any shape whose two innermost extents are height and width.
///   - truth: the image it should be, of the same shape.
///   - peak: the largest value that a sample can have: 255, or 1.
///   - border: this many rows and columns at every edge of each plane do not count.
/// - Returns: the ratio; infinite where the images are equal.
public func peakSignalToNoiseRatio(
  _ result: Tensor, _ truth: Tensor, peak: Double, border: Int = 0
) -> Double {
  let differences = Differences(result, truth, border: border, valid: nil)
  let meanSquare = differences.sum { $0 * $0 } / Double(differences.count)
  return 10 * log10(peak * peak / meanSquare)
}

/// The percentage of the pixels whose absolute error exceeds a threshold.
///
/// With the threshold 3 on depth in 0...255 this is the measure of the protocol `bmp-3`.
/// The other parameters and the result are those of ``rootMeanSquareError(_:_:border:valid:)``.
public func badPixelPercentage(
  _ result: Tensor, _ truth: Tensor, threshold: Double, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return 100 * differences.sum { $0.magnitude <= threshold ? 0 : 1 } / Double(differences.count)
}
