/// The files that hold motion.
public enum FlowFormat: Sendable, Hashable, CaseIterable {
  /// Middlebury's `.flo`.
  case middlebury
  /// The PNG of 16 bits in three channels of the KITTI benchmark.
  case kitti
  /// NumPy's `.npy`, an array `[H, W, 2]` or `[2, H, W]`.
  case numPy

  /// The format that the ending of a file's name stands for, in capitals or not.
  public init?(path: String) {
    let name = path.lowercased()
    guard let format = Self.allCases.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = format
  }

  /// The format that a file's first bytes show.
  init?(signatureOf bytes: [UInt8]) {
    switch ImageFormat(signatureOf: bytes) {
    case PNGCodec.format: self = .kitti
    case NumPyCodec.format: self = .numPy
    default:
      guard bytes.starts(with: Array("PIEH".utf8)) else { return nil }
      self = .middlebury
    }
  }

  /// Of a file's name, with its dot.
  public var ending: String {
    switch self {
    case .middlebury: ".flo"
    case .kitti: ".png"
    case .numPy: ".npy"
    }
  }

  /// What a reader wants, for messages.
  static let all =
    "motion in a .flo file, a PNG of 16 bits in three channels as KITTI has it, or a .npy array [H, W, 2] or [2, H, W]"
}
