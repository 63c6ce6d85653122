import BurnishCore

extension RawImage {
  /// Reads a file of one channel, like ``decodePlane(_:limits:_:)``.
  static func readPlane(
    _ path: String, limits: ImageLimits = .default
  ) throws(Failure) -> RawImage {
    try decodePlane(InputFile.contents(of: path), limits: limits, path)
  }
}
