import Burnish
import BurnishImages
import BurnishTensors

/// What the numbers of a data set's depth maps mean.
///
/// Holes count as the depth 0, as in the figures that others quote.
public struct DepthScale: Sendable {
  /// The unit of errors, in words.
  public let unit: String
  /// The unit of the files.
  let fileUnit: DepthUnit
  /// What the files' numbers are shifted by, before ``step`` makes them depth.
  var offset: Float = 0
  /// The unit of the files in the unit of errors.
  package let step: Float
  /// What a network is given as 0 and as 1; each map's own minimum and maximum if `nil`.
  var range: ClosedRange<Float>?

  /// Disparities of 8 bits, in which errors are counted too.
  static let disparity = DepthScale(
    unit: "levels 0...255", fileUnit: .levels8, step: 1, range: 0...255)

  /// The numbers of a file in the unit of errors.
  func depth(of stored: Tensor) -> Tensor {
    offset == 0 && step == 1 ? stored : (stored + offset) * step
  }

  /// What a network is given as 0 and as 1, in the unit of errors.
  public func networkScale(of depth: Tensor) -> NetworkScale {
    if let range { return NetworkScale(range: range) }
    let values = depth.values
    return NetworkScale(range: values.min()!...values.max()!)
  }
}
