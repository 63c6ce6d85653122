import BurnishTensors

/// A color image to draw on.
struct Canvas {
  typealias Color = (red: Float, green: Float, blue: Float)

  let width: Int
  let height: Int
  /// Red, green and blue planes.
  private var samples: [Float]

  init(width: Int, height: Int, background: Color) {
    (self.width, self.height) = (width, height)
    samples = [background.red, background.green, background.blue].flatMap {
      [Float](repeating: $0, count: width * height)
    }
  }

  var image: Image {
    Image(samples: Tensor(shape: [1, 3, height, width], values: samples))
  }

  /// Sets a pixel. Pixels outside the canvas are ignored.
  mutating func set(_ x: Int, _ y: Int, _ color: Color) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let index = y * width + x
    samples[index] = color.red
    samples[width * height + index] = color.green
    samples[2 * width * height + index] = color.blue
  }

  /// Draws an image over the canvas, clamped to 0...1. Its alpha is ignored.
  mutating func draw(_ image: Image, x: Int, y: Int) {
    let area = image.width * image.height
    image.samples.withUnsafeSamples { source in
      for row in 0..<image.height {
        for column in 0..<image.width {
          let index = row * image.width + column
          func sample(_ channel: Int) -> Float {
            max(0, min(1, source[min(channel, image.channels - 1) * area + index]))
          }
          set(x + column, y + row, (sample(0), sample(1), sample(2)))
        }
      }
    }
  }

  /// Draws a frame with the inner size `width` x `height`.
  mutating func frame(x: Int, y: Int, width: Int, height: Int, thickness: Int, _ color: Color) {
    for row in y - thickness..<y + height + thickness {
      for column in x - thickness..<x + width + thickness {
        let isInside = (x..<x + width).contains(column) && (y..<y + height).contains(row)
        if !isInside { set(column, row, color) }
      }
    }
  }

  /// Draws a line of text with its upper left corner at a place. Every dot is a square.
  mutating func draw(_ text: String, x: Int, y: Int, dot: Int, _ color: Color) {
    for (index, scalar) in text.unicodeScalars.enumerated() {
      let rows = BitmapFont.glyph(scalar)
      for (row, bits) in rows.enumerated() {
        for column in 0..<BitmapFont.width where bits >> (BitmapFont.width - 1 - column) & 1 == 1 {
          let left = x + (index * BitmapFont.advance + column) * dot
          for dy in 0..<dot {
            for dx in 0..<dot { set(left + dx, y + row * dot + dy, color) }
          }
        }
      }
    }
  }
}
