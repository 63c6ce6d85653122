/// How a low-resolution depth map is sampled from a full-resolution one, and how it is brought back
/// onto the full-resolution grid before a filter sharpens it.
///
/// A network is trained for one of them and expects its input to be made by it; a figure means
/// nothing without it.
public enum DepthProtocol: String, Codable, Sendable, CaseIterable {
  /// Bicubic reduction with antialiasing and bicubic enlargement, both as Pillow resizes float
  /// images (a = -0.5, half-pixel centres); the protocol of DKN and FDKN.
  case dknBicubic = "dkn-bicubic"

  /// The last sample of each block of `factor` by `factor`, enlarged as MATLAB's `imresize` does
  /// (bicubic, a = -0.5, symmetric borders); the protocol of DJF and DJFR.
  case djfNearest = "djf-nearest"

  /// The rows and columns at every edge that an error under this protocol leaves out.
  public var border: Int {
    switch self {
    case .dknBicubic: 6
    case .djfNearest: 0
    }
  }
}
