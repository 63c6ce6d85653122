import BurnishCore
import BurnishTensors

/// A gray or color image.
///
/// Samples of integer formats are scaled to 0...1; floating-point samples are not scaled. Reading applies no gamma
/// and no color profile.
public struct Image: Sendable {
  /// The samples without alpha, `[1, C, H, W]`; C is 1 for gray and 3 for RGB. Assigning samples of a shape that does
  /// not fit, here and below, is an error of the program and ends the process.
  ///
  /// `Tensor.withSamples` and `Tensor.withMutableSamples` give access to them without a copy.
  public var samples: Tensor {
    didSet { Self.check(samples, alpha, bands) }
  }
  /// The opacity, `[1, 1, H, W]`, from 0 (transparent) to 1 (opaque), or `nil` if every pixel is opaque.
  ///
  /// Colors are not multiplied by it.
  public var alpha: Tensor? {
    didSet { Self.check(samples, alpha, bands) }
  }
  /// The color profile (ICC) of the file. PNG, JPEG and TIFF files keep it. Samples are not converted.
  public var colorProfile: [UInt8]?
  /// The additional description of colors in a PNG file. PNG files keep it; JPEG and TIFF get an equivalent profile.
  public var colorDescription: ColorDescription?
  /// Channels that are neither colors nor opacity, such as near infrared, `[1, B, H, W]`, or `nil` if there are
  /// none. Only TIFF holds them.
  public var bands: Tensor? {
    didSet { Self.check(samples, alpha, bands) }
  }
  /// What reading assumed or left out, one clause each: other pages of the file, or a gain map.
  public var remarks: [String] = []
  /// The sample format of the file, and the default of ``write(to:as:quality:)``.
  public var sampleFormat: SampleFormat

  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, C is 1 or 3.
  ///   - alpha: `[1, 1, H, W]`.
  ///   - sampleFormat: the default for writing. Integer formats have levels in 0...1, and tasks refuse other
  ///     samples, save for noise. In floating point, samples above 1 are light.
  ///   - subject: the image's name in a failure.
  /// - Throws: ``Failure`` of the kind `badData` for other shapes, such as four channels or no pixels.
  @_disfavoredOverload
  public init(
    samples: Tensor, alpha: Tensor? = nil, sampleFormat: SampleFormat = .uint8,
    subject: String = "image"
  ) throws(Failure) {
    try checkShapes(Self.fault(samples, alpha, nil), subject)
    self.init(samples: samples, alpha: alpha, sampleFormat: sampleFormat)
  }

  /// An image of shapes that the package chose.
  package init(samples: Tensor, alpha: Tensor? = nil, sampleFormat: SampleFormat = .uint8) {
    Self.check(samples, alpha)
    self.samples = samples
    self.alpha = alpha
    self.sampleFormat = sampleFormat
  }

  public var width: Int { samples.shape[3] }
  public var height: Int { samples.shape[2] }
  /// 1 for gray, 3 for RGB. Alpha does not count.
  public var channels: Int { samples.shape[1] }

  private static func check(_ samples: Tensor, _ alpha: Tensor?, _ bands: Tensor? = nil) {
    let fault = fault(samples, alpha, bands)
    require(fault == nil, "\(fault!.found); expected \(fault!.wanted)")
  }

  /// What is wrong with the shapes; `nil` if they fit.
  private static func fault(
    _ samples: Tensor, _ alpha: Tensor?, _ bands: Tensor?
  ) -> ShapeFault? {
    let shape = samples.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == 1 || shape[1] == 3, shape[2] > 0,
      shape[3] > 0
    else { return .init("samples of the shape \(shape)", "[1, 1 or 3, H, W]") }
    if let alpha, alpha.shape != [1, 1, shape[2], shape[3]] {
      return .init("alpha of the shape \(alpha.shape)", "[1, 1, \(shape[2]), \(shape[3])]")
    }
    guard let extents = bands?.shape else { return nil }
    return extents.count == 4 && extents[0] == 1 && extents[1] > 0 && extents[2...] == shape[2...]
      ? nil : .init("bands of the shape \(extents)", "[1, B, \(shape[2]), \(shape[3])]")
  }
}
