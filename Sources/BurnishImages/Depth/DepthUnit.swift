/// What the numbers of a depth map mean.
public enum DepthUnit: String, Sendable, Hashable, CaseIterable {
  /// Whole millimetres, in files with 16 bits. 0 marks a pixel without a measurement.
  case millimetres
  /// Levels 0...255 of a picture with 8 bits; depth or disparity on a scale that the file does not
  /// tell. Every level counts as a measurement unless reading is told otherwise.
  case levels8
  /// Metres, in floating-point files. NaN, infinities and 0 mark pixels without a measurement.
  case metres

  /// The unit that files with such samples are taken to be in.
  public init(of format: SampleFormat) {
    switch format {
    case .uint8: self = .levels8
    case .uint16: self = .millimetres
    case .float32: self = .metres
    }
  }

  /// The samples that files in this unit have.
  public var sampleFormat: SampleFormat {
    switch self {
    case .levels8: .uint8
    case .millimetres: .uint16
    case .metres: .float32
    }
  }

  /// Whether 0 marks a pixel without a measurement.
  public var zeroIsInvalid: Bool { self != .levels8 }

  /// One unit in metres; `nil` for levels, whose scale is not known.
  public var inMetres: Float? {
    switch self {
    case .millimetres: 0.001
    case .levels8: nil
    case .metres: 1
    }
  }
}
