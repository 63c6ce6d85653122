/// How a depth map is reduced, and how it is enlarged again before a filter sharpens it.
///
/// A network is trained for one protocol and expects input made by it. A figure is meaningless
/// without its protocol.
public enum DepthProtocol: String, NamedChoice, Sendable {
  /// Bicubic reduction with antialiasing and bicubic enlargement, both as Pillow resizes float
  /// images (a = -0.5, half-pixel centers). It is the protocol of DKN and FDKN.
  case dknBicubic = "dkn-bicubic"

  /// The last sample of each block of `factor` by `factor`, enlarged as in MATLAB's `imresize`
  /// (bicubic, a = -0.5, symmetric borders). It is the protocol of DJF and DJFR.
  case djfNearest = "djf-nearest"

  /// The last sample of each block of `factor` by `factor`, enlarged bilinearly with half-pixel
  /// centers as in MATLAB's `imresize` (symmetric borders). It is the protocol of DeepAM, which
  /// counts the pixels with errors above 3 of 255. Its paper says only "nearest" and "bilinear".
  /// For bilinear enlargement by whole factors, Pillow and OpenCV agree with MATLAB.
  case bmp3 = "bmp-3"

  /// The number of rows and columns at each edge that errors exclude under this protocol.
  public var border: Int {
    switch self {
    case .dknBicubic: 6
    case .djfNearest, .bmp3: 0
    }
  }

  /// The error, in levels 0...255, beyond which a pixel counts as bad; `nil` if the protocol does
  /// not count bad pixels.
  public var badPixelThreshold: Double? { self == .bmp3 ? 3 : nil }
}
