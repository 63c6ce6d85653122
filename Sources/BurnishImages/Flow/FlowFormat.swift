/// The file formats of motion.
public enum FlowFormat: Sendable, Hashable, CaseIterable {
  /// Middlebury's `.flo`.
  case middlebury
  /// The KITTI benchmark's PNG with three channels of 16 bits.
  case kitti
  /// NumPy's `.npy`, an array `[H, W, 2]` or `[2, H, W]`.
  case numPy

  /// The format of a file extension, in upper or lower case.
  public init?(path: String) {
    let name = path.lowercased()
    guard let format = Self.allCases.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = format
  }

  /// The format that a file's first bytes indicate.
  init?(signatureOf bytes: [UInt8]) {
    switch ImageFormat(signatureOf: bytes) {
    case PNGCodec.format: self = .kitti
    case NumPyCodec.format: self = .numPy
    default:
      guard bytes.starts(with: Array("PIEH".utf8)) else { return nil }
      self = .middlebury
    }
  }

  /// The file extension, with its dot.
  public var ending: String {
    switch self {
    case .middlebury: ".flo"
    case .kitti: ".png"
    case .numPy: ".npy"
    }
  }

  /// The files that a reader accepts, for messages.
  static let all =
    "motion in a .flo file, a 16-bit PNG of three channels as in KITTI, or a .npy array [H, W, 2] or [2, H, W]"
}
