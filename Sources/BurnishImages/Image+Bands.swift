import BurnishTensors

extension Image {
  /// The image after a filter: its colors with their opacity, and each other band as a gray image of its own.
  ///
  /// - Parameters:
  ///   - subject: what messages call the image.
  ///   - filter: given images without ``bands``, and what messages call each; it keeps their size.
  public func filteringBands(
    subject: String = "image", _ filter: (_ part: Image, _ subject: String) throws -> Image
  ) rethrows -> Image {
    guard let bands else { return try filter(self, subject) }
    var colors = self
    colors.bands = nil
    var result = try filter(colors, subject)
    let planes = bands.split(counts: Array(repeating: 1, count: bands.shape[1]))
    result.bands = Tensor.joined(
      try planes.enumerated().map { index, plane in
        // The opacity, if there is one, is counted where it is mostly found: behind the colors.
        let number = channels + (alpha == nil ? 1 : 2) + index
        return try filter(
          Image(samples: plane, sampleFormat: sampleFormat), "\(subject), band \(number)"
        ).samples
      })
    return result
  }
}
