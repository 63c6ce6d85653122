import Burnish
import BurnishImages
import BurnishTensors

/// The meaning of the numbers in a data set's depth maps.
///
/// Holes count as depth 0, as in published results.
public struct DepthScale: Sendable {
  /// The unit of errors, in words.
  public let unit: String
  /// The unit of the files.
  let fileUnit: DepthUnit
  /// The number to add to a file's numbers before ``step`` multiplies them.
  var offset: Float = 0
  /// The size of one file unit in the unit of errors.
  package let step: Float
  /// The depths that a network sees as 0 and 1; each map's minimum and maximum if `nil`.
  var range: ClosedRange<Float>?

  /// Disparities of 8 bits; their levels are also the unit of errors.
  static let disparity = DepthScale(
    unit: "levels 0...255", fileUnit: .levels8, step: 1, range: 0...255)

  /// Converts the numbers of a file to the unit of errors.
  func depth(of stored: Tensor) -> Tensor {
    offset == 0 && step == 1 ? stored : (stored + offset) * step
  }

  /// The depths that a network sees as 0 and 1, in the unit of errors.
  public func networkScale(of depth: Tensor) -> NetworkScale {
    if let range { return NetworkScale(range: range) }
    let values = depth.values
    return NetworkScale(range: values.min()!...values.max()!)
  }
}
