import BurnishCore

/// The number of a class for each pixel.
public struct LabelMap: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// The labels, row by row.
  public let labels: [UInt16]
  /// The colors that stand for the numbers in a file; PNG files keep them. `nil` if there are no colors.
  public var palette: ColorPalette?

  public init(width: Int, height: Int, labels: [UInt16], palette: ColorPalette? = nil) {
    require(
      width > 0 && height > 0 && labels.count == width * height,
      "\(labels.count) labels do not fill \(width)x\(height) pixels")
    (self.width, self.height, self.labels, self.palette) = (width, height, labels, palette)
  }

  /// The upper left part of the map.
  public func cropped(width: Int, height: Int) -> LabelMap {
    require(
      width <= self.width && height <= self.height,
      "\(width)x\(height) pixels are no part of \(self.width)x\(self.height)")
    return LabelMap(
      width: width, height: height,
      labels: (0..<height).flatMap { labels[$0 * self.width..<$0 * self.width + width] })
  }

  /// Repeats each label as a block of `factor` by `factor`.
  public func repeated(factor: Int) -> LabelMap {
    LabelMap(
      width: width * factor, height: height * factor,
      labels: (0..<height * factor).flatMap { y in
        (0..<width * factor).map { x in labels[y / factor * width + x / factor] }
      })
  }

}
