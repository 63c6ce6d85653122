import BurnishTensors
import Foundation

/// Returns the root mean square error, in the unit of the samples.
///
/// - Parameters:
///   - result: the image to measure, any shape whose two innermost extents are height and width.
///   - truth: the true image, in the same shape.
///   - border: the number of rows and columns at each edge of each plane that do not count.
///   - valid: in the shape of `truth`; samples where it is 0 do not count. If `nil`, all samples count.
/// - Returns: the error, or NaN if no sample counts.
public func rootMeanSquareError(
  _ result: Tensor, _ truth: Tensor, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return (differences.sum { $0 * $0 } / Double(differences.count)).squareRoot()
}

/// Returns the mean absolute error, in the unit of the samples.
///
/// It has the parameters and the result of ``rootMeanSquareError(_:_:border:valid:)``.
public func meanAbsoluteError(
  _ result: Tensor, _ truth: Tensor, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return differences.sum { $0.magnitude } / Double(differences.count)
}

/// Returns the peak signal-to-noise ratio `10 log10(peak² / mean squared difference)` in decibels.
///
/// The samples of all planes share one mean, as for a color image.
/// - Parameters:
///   - result: the image to measure, any shape whose two innermost extents are height and width.
///   - truth: the true image, in the same shape.
///   - peak: the largest possible sample, 255 or 1.
///   - border: the number of rows and columns at each edge of each plane that do not count.
/// - Returns: the ratio, infinite if the images are equal.
public func peakSignalToNoiseRatio(
  _ result: Tensor, _ truth: Tensor, peak: Double, border: Int = 0
) -> Double {
  let differences = Differences(result, truth, border: border, valid: nil)
  let meanSquare = differences.sum { $0 * $0 } / Double(differences.count)
  return 10 * log10(peak * peak / meanSquare)
}

/// Returns the percentage of pixels with an absolute error above a threshold.
///
/// With the threshold 3 on depth in 0...255, this is the metric of the protocol `bmp-3`.
/// The other parameters are those of ``rootMeanSquareError(_:_:border:valid:)``; the result is NaN if no
/// sample counts.
public func badPixelPercentage(
  _ result: Tensor, _ truth: Tensor, threshold: Double, border: Int = 0, valid: Tensor? = nil
) -> Double {
  let differences = Differences(result, truth, border: border, valid: valid)
  return 100 * differences.sum { $0.magnitude <= threshold ? 0 : 1 } / Double(differences.count)
}
