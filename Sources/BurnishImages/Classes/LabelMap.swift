import BurnishCore

/// The number of a class for each pixel.
public struct LabelMap: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// The labels, row by row.
  public let labels: [UInt16]
  /// The colors that stand for the numbers in a file; PNG files keep them. `nil` if there are no colors.
  public var palette: ColorPalette?

  /// - Parameters:
  ///   - width: 1 or more.
  ///   - height: 1 or more.
  ///   - labels: `width` times `height` labels, row by row.
  ///   - palette: the colors that stand for them in a file.
  ///   - subject: the map's name in a failure.
  /// - Throws: ``Failure`` of the kind `badData` for another size or number of labels.
  @_disfavoredOverload
  public init(
    width: Int, height: Int, labels: [UInt16], palette: ColorPalette? = nil,
    subject: String = "labels"
  ) throws(Failure) {
    let isEmpty = width <= 0 || height <= 0
    let fits = !isEmpty && labels.count.isMultiple(of: width) && labels.count / width == height
    try checkShapes(
      fits
        ? nil : .init("\(labels.count) labels for \(width)x\(height) pixels", "a label per pixel"),
      subject)
    self.init(width: width, height: height, labels: labels, palette: palette)
  }

  /// Labels of a size that the package chose.
  package init(width: Int, height: Int, labels: [UInt16], palette: ColorPalette? = nil) {
    require(
      width > 0 && height > 0 && labels.count == width * height,
      "\(labels.count) labels do not fill \(width)x\(height) pixels")
    (self.width, self.height, self.labels, self.palette) = (width, height, labels, palette)
  }

  /// The upper left part of the map.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if there is no such part.
  public func cropped(width: Int, height: Int) throws(Failure) -> LabelMap {
    guard (1...self.width).contains(width), (1...self.height).contains(height) else {
      throw Failure(
        .usage, "labels", found: "a part of \(width)x\(height) pixels",
        wanted: "1x1 to \(self.width)x\(self.height)")
    }
    return LabelMap(
      width: width, height: height,
      labels: (0..<height).flatMap { labels[$0 * self.width..<$0 * self.width + width] })
  }

  /// Repeats each label as a block of `factor` by `factor`.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if the factor is not positive, or the map would be too large.
  public func repeated(factor: Int) throws(Failure) -> LabelMap {
    guard factor > 0, factor <= ImageLimits.pixels / max(width, height),
      height * factor <= ImageLimits.pixels / (width * factor)
    else {
      throw Failure(
        .usage, "labels", found: "a factor of \(factor) for \(width)x\(height) pixels",
        wanted: "a factor of 1 or more, and at most \(ImageLimits.pixels) pixels")
    }
    return LabelMap(
      width: width * factor, height: height * factor,
      labels: (0..<height * factor).flatMap { y in
        (0..<width * factor).map { x in labels[y / factor * width + x / factor] }
      })
  }

}
