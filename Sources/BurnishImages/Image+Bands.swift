import BurnishTensors

extension Image {
  /// The picture after a filter: its colors with their opacity, and each other band as a gray picture of its own.
  ///
  /// - Parameter filter: given pictures without ``bands``; it keeps their size.
  public func filteringBands(_ filter: (Image) throws -> Image) rethrows -> Image {
    guard let bands else { return try filter(self) }
    var colors = self
    colors.bands = nil
    var result = try filter(colors)
    let planes = splitChannels(bands, counts: Array(repeating: 1, count: bands.shape[1]))
    result.bands = concatenateChannels(
      try planes.map { try filter(Image(samples: $0, sampleFormat: sampleFormat)).samples })
    return result
  }
}
