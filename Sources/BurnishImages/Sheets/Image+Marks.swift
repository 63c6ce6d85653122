extension Image {
  /// Draws a disc on the image, in color.
  ///
  /// - Parameters:
  ///   - x: the column of the disc's center.
  ///   - y: the row of the disc's center.
  ///   - radius: the radius in pixels.
  ///   - color: red, green and blue in 0...1.
  public func marked(
    x: Int, y: Int, radius: Int, color: (red: Float, green: Float, blue: Float)
  ) -> Image {
    var canvas = Canvas(width: width, height: height, background: (0, 0, 0))
    canvas.draw(self, x: 0, y: 0)
    for row in -radius...radius {
      for column in -radius...radius where row * row + column * column <= radius * radius {
        canvas.set(x + column, y + row, color)
      }
    }
    return canvas.image
  }
}
