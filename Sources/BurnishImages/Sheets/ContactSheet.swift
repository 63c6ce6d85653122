import BurnishCore

/// Images side by side with captions, such as "before" and "after".
public struct ContactSheet: Sendable {
  public struct Panel: Sendable {
    public var image: Image
    /// One line of ASCII. Other characters are drawn as boxes.
    public var caption: String

    public init(_ image: Image, caption: String) {
      self.image = image
      self.caption = caption
    }
  }

  /// A part of every image that is repeated, enlarged, in a row below.
  public struct Zoom: Sendable, Hashable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    /// A rectangle in pixels of the largest panel. In other panels it is at the corresponding place.
    public init(x: Int, y: Int, width: Int, height: Int) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
  }

  public var panels: [Panel]
  /// The maximum number of panels in a row; `nil` puts all panels in one row.
  public var columns: Int?
  /// The width of every panel; `nil` means the width of the widest image.
  ///
  /// Smaller images are enlarged with hard edges, so that their pixels are visible. Larger images are reduced.
  public var panelWidth: Int?
  public var zoom: Zoom?
  /// The number of pixels between panels and around the sheet.
  public var margin = 12
  /// The pixels per dot of the caption letters, which are 7 dots high.
  public var dot = 2

  public init(
    _ panels: [Panel], columns: Int? = nil, panelWidth: Int? = nil, zoom: Zoom? = nil
  ) {
    self.panels = panels
    self.columns = columns
    self.panelWidth = panelWidth
    self.zoom = zoom
  }

  /// Composes the sheet from gray and color panels, on white.
  ///
  /// - Returns: an RGB image, samples 0...1. Captions wider than their panel are cut off.
  /// - Throws: ``Failure`` of the kind `usage` if there is no panel, sizes are not positive, or the zoom lies outside of
  ///   the largest panel.
  public func rendered() throws(Failure) -> Image {
    let width = panelWidth ?? panels.map(\.image.width).max() ?? 0
    guard !panels.isEmpty, margin >= 0, dot > 0, width > 0,
      max(margin, dot, width) <= ImageLimits.pixels
    else {
      throw Failure(
        .usage, "contact sheet",
        found:
          "\(counted(panels.count, "panel")), \(width) pixels wide, a margin of \(margin), dots of \(dot)",
        wanted: "a panel, and positive sizes")
    }
    var (fitted, zoomed) = ([Image](), [Image]())
    for panel in panels {
      fitted.append(try fit(panel.image, width: width))
      if let zoom { zoomed.append(try enlargement(zoom, of: panel.image, width: width)) }
    }
    let enlarged = zoom == nil ? nil : zoomed
    let height = fitted.map(\.height).max()!
    let zoomHeight = enlarged.map { $0.map(\.height).max()! + margin } ?? 0
    let captionHeight = BitmapFont.height * dot + max(2, dot * 3)
    let columns = max(1, min(self.columns ?? panels.count, panels.count))
    let rows = (panels.count + columns - 1) / columns
    let cell = (width: width + margin, height: captionHeight + height + zoomHeight + margin)
    var canvas = Canvas(
      width: margin + columns * cell.width, height: margin + rows * cell.height,
      background: (1, 1, 1))
    for (index, panel) in panels.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let (left, top) = (margin + column * cell.width, margin + row * cell.height)
      let letters = (width + dot) / (BitmapFont.advance * dot)
      canvas.draw(String(panel.caption.prefix(letters)), x: left, y: top, dot: dot, (0, 0, 0))
      let imageTop = top + captionHeight
      canvas.draw(fitted[index], x: left, y: imageTop)
      if let zoom, let enlarged {
        let scale = Double(width) / Double(panels.map(\.image.width).max()!)
        func scaled(_ value: Int) -> Int { Int((Double(value) * scale).rounded()) }
        canvas.frame(
          x: left + scaled(zoom.x), y: imageTop + scaled(zoom.y),
          width: max(1, scaled(zoom.width)), height: max(1, scaled(zoom.height)), thickness: dot,
          (1, 0.1, 0.1))
        canvas.draw(enlarged[index], x: left, y: imageTop + height + margin)
      }
    }
    return canvas.image
  }

  private func fit(_ image: Image, width: Int) throws(Failure) -> Image {
    let height = max(1, Int((Double(image.height) * Double(width) / Double(image.width)).rounded()))
    return try image.resized(
      height: height, width: width, kernel: width < image.width ? .bilinear : .nearest,
      dialect: .pillow)
  }

  /// The part of an image that corresponds to `zoom`, as wide as a panel.
  private func enlargement(_ zoom: Zoom, of image: Image, width: Int) throws(Failure) -> Image {
    let largest = panels.map(\.image).max { $0.width < $1.width }!
    guard zoom.x >= 0, zoom.y >= 0, zoom.width > 0, zoom.height > 0,
      zoom.width <= largest.width, zoom.x <= largest.width - zoom.width,
      zoom.height <= largest.height, zoom.y <= largest.height - zoom.height
    else {
      throw Failure(
        .usage, "contact sheet", found: "the zoom \(zoom)",
        wanted: "a part of the largest panel, \(largest.width)x\(largest.height)")
    }
    let scale = Double(image.width) / Double(largest.width)
    func scaled(_ value: Int, below limit: Int) -> Int {
      min(limit - 1, Int((Double(value) * scale).rounded()))
    }
    let (x, y) = (scaled(zoom.x, below: image.width), scaled(zoom.y, below: image.height))
    let part = try image.cropped(
      x: x, y: y,
      width: max(1, min(image.width - x, Int((Double(zoom.width) * scale).rounded()))),
      height: max(1, min(image.height - y, Int((Double(zoom.height) * scale).rounded()))))
    let height = max(
      1, Int((Double(zoom.height) * Double(width) / Double(zoom.width)).rounded()))
    return try part.resized(height: height, width: width, kernel: .nearest, dialect: .pillow)
  }
}
