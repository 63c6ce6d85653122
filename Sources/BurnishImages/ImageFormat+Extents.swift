import BurnishCore

extension ImageFormat {
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
        wanted: Self.endings { $0.maximumSide >= max(width, height) })
    }
    let (bytes, overflow) = (width * height).multipliedReportingOverflow(
      by: channels * samples.byteCount)
    guard !overflow, bytes <= maximumBytes else {
      throw Failure(
        .cannotCreate, path,
        found:
          "samples of \(overflow ? "too many" : String(bytes)) bytes, of which \(name) holds \(maximumBytes)",
        wanted: Self.endings { $0.maximumBytes >= bytes && !overflow })
    }
  }
}
