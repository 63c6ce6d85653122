import BurnishCore

/// The file formats of images.
public enum ImageFormat: Sendable, Hashable, CaseIterable {
  case png
  case jpeg
  case tiff
  /// Portable gray and pixel maps, PGM and PPM. PBM is only read.
  case portableMap
  /// Portable float maps, PFM.
  case portableFloatMap
  /// NumPy's `.npy`.
  case numPy

  /// The format of a file extension, in upper or lower case.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    switch path[path.index(after: dot)...].lowercased() {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    case "tif", "tiff": self = .tiff
    case "pgm", "ppm", "pnm": self = .portableMap
    case "pfm": self = .portableFloatMap
    case "npy": self = .numPy
    default: return nil
    }
  }

  /// The format that a file's first bytes indicate.
  init?(signatureOf bytes: [UInt8]) {
    func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    if begins([0x89, 0x50, 0x4E, 0x47]) {
      self = .png
    } else if begins([0xFF, 0xD8]) {
      self = .jpeg
    } else if begins([0x49, 0x49, 42, 0]) || begins([0x4D, 0x4D, 0, 42])
      || begins([0x49, 0x49, 43, 0]) || begins([0x4D, 0x4D, 0, 43])
    {
      self = .tiff
    } else if begins([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
      self = .numPy
    } else if bytes.count > 2, bytes[0] == UInt8(ascii: "P"), isPortableSpace(bytes[2]) {
      switch bytes[1] {
      case UInt8(ascii: "1")...UInt8(ascii: "6"): self = .portableMap
      case UInt8(ascii: "f"), UInt8(ascii: "F"): self = .portableFloatMap
      default: return nil
      }
    } else {
      return nil
    }
  }

  /// Whether a file's extension or first bytes indicate an image. `false` for an unreadable file.
  public static func isImage(_ path: String) -> Bool {
    guard let file = try? InputFile(reading: path) else { return false }
    if ImageFormat(path: path) != nil { return true }
    guard let start = try? file.read(min(file.size, 64), at: 0) else { return false }
    return ImageFormat(signatureOf: start) != nil
  }

  /// The sample formats that the file format holds, coarsest first.
  public var sampleFormats: [SampleFormat] {
    switch self {
    case .png, .portableMap: [.uint8, .uint16]
    case .jpeg: [.uint8]
    case .tiff, .numPy: [.uint8, .uint16, .float32]
    case .portableFloatMap: [.float32]
    }
  }

  /// Whether the file format can hold opacity.
  public var holdsAlpha: Bool {
    switch self {
    case .png, .tiff, .numPy: true
    case .jpeg, .portableMap, .portableFloatMap: false
    }
  }

  /// The name in messages.
  public var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .tiff: "TIFF"
    case .portableMap: "PGM/PPM"
    case .portableFloatMap: "PFM"
    case .numPy: ".npy"
    }
  }

  /// The files that readers and writers accept, for messages.
  static let all = "a PNG, JPEG, TIFF, PBM, PGM, PPM, PFM or .npy file"
}

/// White space in portable maps.
func isPortableSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
