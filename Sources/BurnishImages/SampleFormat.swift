/// The type of the samples in a file.
public enum SampleFormat: Sendable, Hashable, CaseIterable {
  /// Whole numbers 0...255, read as 0...1.
  case uint8
  /// Whole numbers 0...65535, read as 0...1.
  case uint16
  /// Unscaled numbers of any range.
  case float32

  /// The value that reads as 1, or `nil` for floating point, which is not scaled.
  public var maximum: Float? {
    switch self {
    case .uint8: 255
    case .uint16: 65535
    case .float32: nil
    }
  }

  /// The size of one sample in bytes.
  var byteCount: Int {
    switch self {
    case .uint8: 1
    case .uint16: 2
    case .float32: 4
    }
  }

  /// The name in messages: "8-bit", "16-bit" or "floating-point".
  package var adjective: String {
    switch self {
    case .uint8: "8-bit"
    case .uint16: "16-bit"
    case .float32: "floating-point"
    }
  }
}
