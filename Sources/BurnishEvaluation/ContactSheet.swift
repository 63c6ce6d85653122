import BurnishTensors

/// Pictures in rows and columns, each under its caption.
public struct ContactSheet: Sendable {
  /// The pixels between panels and around them.
  private static let gap = 8
  private static let captionHeight = 22
  private static let ground: Float = 0.11

  private var panels: [(caption: String, picture: Tensor)] = []

  public init() {}

  /// Appends a panel.
  ///
  /// - Parameters:
  ///   - caption: letters without accents, digits and `.,:-+/%`, written in capitals.
  ///   - picture: `[1, 3, H, W]`, samples in 0...1, of one size for all panels.
  public mutating func append(_ picture: Tensor, caption: String) {
    precondition(
      picture.shape.count == 4 && picture.shape[0] == 1 && picture.shape[1] == 3
        && (panels.isEmpty || panels[0].picture.shape == picture.shape),
      "a panel of shape \(picture.shape) does not fit the sheet")
    panels.append((caption, picture))
  }

  /// The sheet, `[1, 3, H, W]`, samples in 0...1, filled row by row.
  public func picture(columns: Int) -> Tensor {
    precondition(!panels.isEmpty && columns > 0, "a sheet needs a panel and a column")
    let (height, width) = (panels[0].picture.shape[2], panels[0].picture.shape[3])
    let rows = (panels.count + columns - 1) / columns
    let cell = (height: height + Self.captionHeight + Self.gap, width: width + Self.gap)
    let (sheetHeight, sheetWidth) = (rows * cell.height + Self.gap, columns * cell.width + Self.gap)
    var sheet = Tensor(repeating: Self.ground, shape: [1, 3, sheetHeight, sheetWidth])
    for (index, panel) in panels.enumerated() {
      let left = Self.gap + index % columns * cell.width
      let top = Self.gap + index / columns * cell.height
      Lettering.draw(
        panel.caption, on: &sheet, x: left, y: top + 2, scale: 2, colour: SIMD3(repeating: 0.93))
      sheet.withUnsafeMutableSamples { sheet in
        panel.picture.withUnsafeSamples { picture in
          for row in 0..<3 * height {
            let (channel, y) = (row / height, row % height)
            let start = (channel * sheetHeight + top + Self.captionHeight + y) * sheetWidth + left
            for x in 0..<width { sheet[start + x] = picture[row * width + x] }
          }
        }
      }
    }
    return sheet
  }
}
