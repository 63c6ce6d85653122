/// What the numbers of a depth map mean.
public enum DepthUnit: String, Sendable, Hashable, CaseIterable {
  /// Whole millimeters, in files with 16 bits. 0 marks a pixel without a measurement.
  case millimeters
  /// Levels 0...255 of an image with 8 bits; depth or disparity on a scale that the file does not
  /// tell. Every level counts as a measurement unless reading is told otherwise.
  case levels8
  /// Meters, in floating-point files. NaN, infinities and 0 mark pixels without a measurement.
  case meters

  /// The unit that files with such samples are taken to be in.
  public init(of format: SampleFormat) {
    switch format {
    case .uint8: self = .levels8
    case .uint16: self = .millimeters
    case .float32: self = .meters
    }
  }

  /// The samples that files in this unit have.
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
