import BurnishCore

extension ImageFormat {
  /// The maximum number of rows and of columns in this file format.
  public var maximumSide: Int {
    switch self {
    // libjpeg-turbo allows slightly less than JPEG's 65535.
    case .jpeg: 65_500
    case .png: 1 << 31 - 1
    case .tiff, .portableMap, .portableFloatMap, .numPy: 1 << 31 - 1
    }
  }

  /// The maximum number of sample bytes in this file format.
  private var mostBytes: Int {
    switch self {
    // Offsets have 32 bits. Some room is left for the tags that describe the image.
    case .tiff: 1 << 32 - 1 << 20
    default: .max
    }
  }

  /// Refuses an image that is too large for the file format.
  ///
  /// - Parameters:
  ///   - channels: the number of channels, alpha included.
  ///   - samples: the format of the samples.
  ///   - path: the path that a failure names.
  /// - Throws: ``Failure`` of the kind `cannotCreate`.
  package func checkExtents(
    width: Int, height: Int, channels: Int, samples: SampleFormat, path: String
  ) throws(Failure) {
    guard max(width, height) <= maximumSide else {
      throw Failure(
        .cannotCreate, path,
        found:
          "an image of \(width)x\(height) pixels, of which \(name) holds \(maximumSide) a side",
        wanted: ".png, .tif or .npy")
    }
    let (bytes, overflow) = (width * height).multipliedReportingOverflow(
      by: channels * samples.byteCount)
    guard !overflow, bytes <= mostBytes else {
      throw Failure(
        .cannotCreate, path,
        found:
          "samples of \(overflow ? "too many" : String(bytes)) bytes, of which \(name) holds \(mostBytes)",
        wanted: ".png or .npy")
    }
  }
}
