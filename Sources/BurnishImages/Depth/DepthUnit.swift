/// The meaning of a depth map's numbers.
public enum DepthUnit: String, Sendable, Hashable, CaseIterable {
  /// Whole millimeters, in files with 16 bits. 0 marks a pixel without a measurement.
  case millimeters
  /// Levels 0...255 of an 8-bit image: depth or disparity on a scale that the file does not give. By default every
  /// level counts as a measurement.
  case levels8
  /// Meters, in floating-point files. NaN, infinities and 0 mark pixels without a measurement.
  case meters

  /// The default unit of files with such samples.
  public init(of format: SampleFormat) {
    switch format {
    case .uint8: self = .levels8
    case .uint16: self = .millimeters
    case .float32: self = .meters
    }
  }

  /// The sample format of files in this unit.
  public var sampleFormat: SampleFormat {
    switch self {
    case .levels8: .uint8
    case .millimeters: .uint16
    case .meters: .float32
    }
  }

  /// Whether 0 marks a pixel without a measurement.
  public var zeroIsInvalid: Bool { self != .levels8 }
}
