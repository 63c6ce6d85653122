import BurnishTensors

extension Image {
  /// Filters the colors with their opacity together, and each other band as a separate gray image.
  ///
  /// - Parameters:
  ///   - subject: the name of the image in messages.
  ///   - filter: gets an image without ``bands`` and its name in messages, and keeps the image's size.
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
        // Count the opacity after the colors, its usual place.
        let number = channels + (alpha == nil ? 1 : 2) + index
        return try filter(
          Image(samples: plane, sampleFormat: sampleFormat), "\(subject), band \(number)"
        ).samples
      })
    return result
  }
}
