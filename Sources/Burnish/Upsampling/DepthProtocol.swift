/// How a low-resolution depth map is sampled from a full-resolution one, and how it is brought back
/// onto the full-resolution grid before a filter sharpens it.
///
/// A network is trained for one of them and expects its input to be made by it; a figure means
/// nothing without it.
public enum DepthProtocol: String, NamedChoice, Sendable {
  /// Bicubic reduction with antialiasing and bicubic enlargement, both as Pillow resizes float
  /// images (a = -0.5, half-pixel centers); the protocol of DKN and FDKN.
  case dknBicubic = "dkn-bicubic"

  /// The last sample of each block of `factor` by `factor`, enlarged as MATLAB's `imresize` does
  /// (bicubic, a = -0.5, symmetric borders); the protocol of DJF and DJFR.
  case djfNearest = "djf-nearest"

  /// The last sample of each block of `factor` by `factor`, enlarged bilinearly with half-pixel
  /// centers as MATLAB's `imresize` does (symmetric borders); the protocol of DeepAM, which counts the
  /// pixels that are off by more than 3 of 255. Its paper says "nearest" and "bilinear" and no more;
  /// for bilinear enlargement by whole factors Pillow and OpenCV agree with MATLAB.
  case bmp3 = "bmp-3"

  /// The rows and columns at every edge that an error under this protocol leaves out.
  public var border: Int {
    switch self {
    case .dknBicubic: 6
    case .djfNearest, .bmp3: 0
    }
  }

  /// The error, in levels 0...255, beyond which a pixel counts as bad; `nil` for protocols that do not
  /// count bad pixels.
  public var badPixelThreshold: Double? { self == .bmp3 ? 3 : nil }
}
