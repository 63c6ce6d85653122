import BurnishCore
import BurnishTensors

/// Depth or disparity of every pixel, with its unit and a mask of the valid pixels.
public struct DepthMap: Sendable {
  /// The depth, `[1, 1, H, W]`, in ``unit``. Invalid pixels are 0.
  public let samples: Tensor
  public let unit: DepthUnit
  /// 1 for pixels with a measurement and 0 for others, `[1, 1, H, W]`. `nil` if all pixels are valid.
  public let valid: Tensor?
  /// The number that ``write(to:as:)`` stores for invalid pixels: 0 or NaN. Integer formats get 0.
  public var invalidMarker: Float
  /// What reading assumed or left out, one clause each, such as other pages of the file.
  public var remarks: [String] = []

  /// Depth with a mask. Without one, every finite sample is a measurement, also 0 and negative ones; the
  /// initializers with spans treat samples like files.
  ///
  /// - Parameters:
  ///   - samples: `[1, 1, H, W]` in `unit`. Samples that are not finite are always invalid.
  ///   - valid: `[1, 1, H, W]`; a pixel is valid if this is not 0.
  ///   - invalidMarker: 0 or NaN, for writing.
  public init(samples: Tensor, unit: DepthUnit, valid: Tensor? = nil, invalidMarker: Float = 0) {
    let shape = samples.shape
    require(
      shape.count == 4 && shape[0] == 1 && shape[1] == 1 && shape[2] > 0 && shape[3] > 0,
      "a depth map has samples of shape [1, 1, H, W], not \(shape)")
    require(
      valid == nil || valid!.shape == shape,
      "a mask of shape \(valid!.shape) does not belong to depth of shape \(shape)")
    require(
      invalidMarker == 0 || invalidMarker.isNaN, "the marker \(invalidMarker) is neither 0 nor NaN")
    let values = samples.values
    var mask = values.map(\.isFinite)
    if let valid {
      valid.withUnsafeSamples {
        for index in mask.indices where $0[index] == 0 { mask[index] = false }
      }
    }
    self.unit = unit
    self.invalidMarker = invalidMarker
    if !mask.contains(false) {
      self.samples = samples
      self.valid = nil
    } else {
      self.samples = Tensor(shape: shape, values: zip(values, mask).map { $1 ? $0 : 0 })
      self.valid = Tensor(shape: shape, values: mask.map { $0 ? 1 : 0 })
    }
  }

  public var width: Int { samples.shape[3] }
  public var height: Int { samples.shape[2] }

  /// The number of pixels that hold a measurement.
  public var validCount: Int {
    valid.map { $0.withUnsafeSamples { $0.reduce(0) { $0 + ($1 == 0 ? 0 : 1) } } } ?? samples.count
  }
}
