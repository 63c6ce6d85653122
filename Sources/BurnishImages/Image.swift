import BurnishTensors

/// A gray or colour picture.
///
/// Samples of integer formats are scaled to 0...1; samples of floating-point formats are as stored.
/// They are taken as the file has them: no gamma and no colour profile is applied.
public struct Image: Sendable {
  /// The samples without alpha, `[1, C, H, W]`; C is 1 for gray and 3 for RGB.
  public var samples: Tensor {
    didSet { Self.check(samples, alpha) }
  }
  /// The opacity, `[1, 1, H, W]`, 0 transparent to 1 opaque; `nil` where every pixel is opaque.
  ///
  /// Colours are not multiplied by it.
  public var alpha: Tensor? {
    didSet { Self.check(samples, alpha) }
  }
  /// The colour profile (ICC) that the file held, and that files which can hold one will: PNG, JPEG
  /// and TIFF. Samples are as the file has them; nothing is converted.
  public var colorProfile: [UInt8]?
  /// What the file held, and what ``write(to:as:quality:)`` writes if it is not told otherwise.
  public var sampleFormat: SampleFormat

  /// - Parameters:
  ///   - samples: `[1, C, H, W]`, C is 1 or 3.
  ///   - alpha: `[1, 1, H, W]`.
  public init(samples: Tensor, alpha: Tensor? = nil, sampleFormat: SampleFormat = .uint8) {
    Self.check(samples, alpha)
    self.samples = samples
    self.alpha = alpha
    self.sampleFormat = sampleFormat
  }

  public var width: Int { samples.shape[3] }
  public var height: Int { samples.shape[2] }
  /// 1 for gray, 3 for RGB. Alpha does not count.
  public var channels: Int { samples.shape[1] }

  private static func check(_ samples: Tensor, _ alpha: Tensor?) {
    let shape = samples.shape
    precondition(
      shape.count == 4 && shape[0] == 1 && (shape[1] == 1 || shape[1] == 3) && shape[2] > 0
        && shape[3] > 0,
      "an image has samples of shape [1, 1 or 3, H, W], not \(shape)")
    if let alpha {
      precondition(
        alpha.shape == [1, 1, shape[2], shape[3]],
        "alpha of shape \(alpha.shape) does not belong to samples of shape \(shape)")
    }
  }
}
