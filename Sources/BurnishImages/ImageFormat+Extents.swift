import BurnishCore

extension ImageFormat {
  /// The most rows, and the most columns, that the file format holds.
  public var maximumSide: Int {
    switch self {
    // libjpeg-turbo leaves a little of JPEG's 65535.
    case .jpeg: 65_500
    case .png: 1 << 31 - 1
    case .tiff, .portableMap, .portableFloatMap, .numPy: 1 << 31 - 1
    }
  }

  /// The most bytes of samples that the file format holds.
  private var mostBytes: Int {
    switch self {
    // Offsets have 32 bits; some room is left for what describes the image.
    case .tiff: 1 << 32 - 1 << 20
    default: .max
    }
  }

  /// Refuses an image that is too large for the file format.
  ///
  /// - Parameters:
  ///   - channels: of the image, alpha included.
  ///   - samples: the format of its samples.
  ///   - path: what a failure names.
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
