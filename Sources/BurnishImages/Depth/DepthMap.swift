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
  ///   - subject: the depth map's name in a failure.
  /// - Throws: ``Failure`` of the kind `badData` for other shapes, and `usage` for another marker.
  @_disfavoredOverload
  public init(
    samples: Tensor, unit: DepthUnit, valid: Tensor? = nil, invalidMarker: Float = 0,
    subject: String = "depth map"
  ) throws(Failure) {
    try Self.check(samples, valid, invalidMarker, subject)
    self.init(samples: samples, unit: unit, valid: valid, invalidMarker: invalidMarker)
  }

  @inline(never)
  private static func check(
    _ samples: Tensor, _ valid: Tensor?, _ invalidMarker: Float, _ subject: String
  ) throws(Failure) {
    try checkShapes(fault(samples, valid), subject)
    guard invalidMarker == 0 || invalidMarker.isNaN else {
      throw Failure(
        .usage, subject, found: "the marker \(invalidMarker)", wanted: "0 or NaN")
    }
  }

  /// What is wrong with the shapes; `nil` if they fit.
  static func fault(_ samples: Tensor, _ valid: Tensor?) -> ShapeFault? {
    let shape = samples.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == 1, shape[2] > 0, shape[3] > 0 else {
      return .init("samples of the shape \(shape)", "[1, 1, H, W]")
    }
    guard let valid, valid.shape != shape else { return nil }
    return .init("a mask of the shape \(valid.shape)", "\(shape)")
  }

  /// A depth map of shapes that the package chose.
  package init(samples: Tensor, unit: DepthUnit, valid: Tensor? = nil, invalidMarker: Float = 0) {
    let shape = samples.shape
    let fault = Self.fault(samples, valid)
    require(fault == nil, "\(fault!.found); expected \(fault!.wanted)")
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
