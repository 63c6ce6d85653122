import BurnishTensors
import Testing

@testable import BurnishImages

@Suite struct ContactSheetTests {
  private func flat(_ value: Float, _ width: Int, _ height: Int) -> Image {
    Image(samples: Tensor(repeating: value, shape: [1, 1, height, width]))
  }

  private func pixel(_ image: Image, _ x: Int, _ y: Int) -> [Float] {
    let values = image.samples.values
    return (0..<3).map { values[($0 * image.height + y) * image.width + x] }
  }

  @Test func setsPanelsSideBySide() throws {
    var sheet = ContactSheet([
      .init(flat(0.25, 40, 30), caption: "before"), .init(flat(0.5, 20, 15), caption: "after"),
    ])
    sheet.margin = 4
    sheet.dot = 1
    let image = try sheet.rendered()
    // The width is 4 + 40 + 4 + 40 + 4. Letters of 7 dots and a space of 3 dots are above the images.
    #expect(image.width == 92 && image.height == 4 + 7 + 3 + 30 + 4)
    #expect(pixel(image, 0, 0) == [1, 1, 1])
    #expect(pixel(image, 4, 14) == [0.25, 0.25, 0.25])
    #expect(pixel(image, 43, 43) == [0.25, 0.25, 0.25])
    #expect(pixel(image, 46, 20) == [1, 1, 1])
    // The smaller image is enlarged to the same size.
    #expect(pixel(image, 87, 43) == [0.5, 0.5, 0.5])
    // The letter b begins with a vertical stroke of seven dots.
    #expect((4..<11).allSatisfy { pixel(image, 4, $0) == [0, 0, 0] })
  }

  @Test func breaksRowsAndCutsCaptions() throws {
    let panels = (0..<3).map {
      ContactSheet.Panel(flat(0, 20, 10), caption: "\($0) is much too long")
    }
    var sheet = ContactSheet(panels, columns: 2)
    (sheet.margin, sheet.dot) = (2, 1)
    let image = try sheet.rendered()
    #expect(image.width == 2 + 2 * 22 && image.height == 2 + 2 * (7 + 3 + 10 + 2))
    #expect(pixel(image, 30, 30) == [1, 1, 1], "the last place stays empty")
  }

  @Test func enlargesAPart() throws {
    var values = [Float](repeating: 0.2, count: 16 * 16)
    for y in 4..<8 { for x in 8..<12 { values[y * 16 + x] = 0.8 } }
    let image = Image(samples: Tensor(shape: [1, 1, 16, 16], values: values))
    var sheet = ContactSheet(
      [.init(image, caption: "")], zoom: .init(x: 8, y: 4, width: 4, height: 4))
    (sheet.margin, sheet.dot) = (3, 1)
    let rendered = try sheet.rendered()
    #expect(rendered.height == 3 + 10 + 16 + 3 + 16 + 3)
    // A frame marks the part. The part itself is below, as wide as the panel.
    #expect(pixel(rendered, 3 + 7, 13 + 5) == [1, 0.1, 0.1])
    #expect(pixel(rendered, 3 + 9, 13 + 5) == [0.8, 0.8, 0.8])
    #expect(pixel(rendered, 3, 32) == [0.8, 0.8, 0.8])
    #expect(pixel(rendered, 18, 47) == [0.8, 0.8, 0.8])
  }

  @Test func everyLetterIsItsOwn() {
    let glyphs = (32...126).map { BitmapFont.glyph(Unicode.Scalar($0)!) }
    #expect(Set(glyphs).count == 95)
    #expect(glyphs.allSatisfy { $0.count == 7 && $0.allSatisfy { $0 < 32 } })
    #expect(BitmapFont.glyph("é") == [31, 17, 17, 17, 17, 17, 31])
  }

  @Test func cropsAndResizesAlphaToo() throws {
    let image = Image(
      samples: rampTensor(channels: 0..<3), alpha: rampTensor(channels: 3..<4),
      sampleFormat: .uint8)
    let part = try image.cropped(x: 2, y: 3, width: 4, height: 5)
    #expect(part.width == 4 && part.height == 5)
    #expect(part.samples.values[0] == Float((7 * 2 + 13 * 3) % 256) / 255)
    #expect(part.samples.values[20] == Float((7 * 2 + 13 * 3 + 29) % 256) / 255)
    #expect(part.alpha!.values[19] == Float((7 * 5 + 13 * 7 + 29 * 3) % 256) / 255)
    let double = try part.resized(height: 10, width: 8, kernel: .nearest, dialect: .openCV)
    #expect(double.alpha!.values[79] == part.alpha!.values[19])
  }
}
