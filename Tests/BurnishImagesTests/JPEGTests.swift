import BurnishImages
import BurnishTensors
import Testing

@Suite struct JPEGTests {
  /// Versions of the library may differ by two levels, because they round differently.
  @Test(arguments: ["jpeg-rgb", "jpeg-progressive", "jpeg-gray"])
  func decodesAsPillowDoes(_ name: String) throws {
    let image = try Image.read(golden("\(name).jpg"))
    let expected = try Image.read(golden("\(name).expected.png"))
    #expect(image.channels == expected.channels)
    expectClose(image.samples, expected.samples, tolerance: 2.01 / 255)
  }

  @Test(arguments: 1...8)
  func appliesTheOrientation(_ orientation: Int) throws {
    let image = try Image.read(golden("jpeg-orientation-\(orientation).jpg"))
    let expected = try Image.read(golden("jpeg-orientation-\(orientation).expected.png"))
    #expect(image.width == (orientation < 5 ? 16 : 8))
    expectClose(image.samples, expected.samples, tolerance: 2.01 / 255)
  }

  /// Pillow converts RGB to three inks, without black.
  @Test func readsFourComponents() throws {
    let inks = try Image.read(golden("jpeg-cmyk.jpg")).samples
    let colors = try Image.read(golden("jpeg-rgb.expected.png")).samples
    #expect(inks.shape == colors.shape)
    let differences = zip(inks.values, colors.values).map { abs($0 - $1) }
    #expect(differences.reduce(0, +) / Float(differences.count) < 0.03)
  }

  @Test func writesWhatItReads() throws {
    let image = try Image.read(golden("jpeg-rgb.expected.png"))
    try withTemporaryFolder { folder in
      var sizes: [Int] = []
      for (quality, tolerance) in [(98, Float(0.03)), (90, 0.1), (40, 0.5)] {
        let path = folder + "/\(quality).jpg"
        try image.write(to: path, quality: quality)
        expectClose(try Image.read(path).samples, image.samples, tolerance: tolerance)
        sizes.append(try load(path).count)
      }
      #expect(sizes == sizes.sorted(by: >))
      let gray = try Image.read(golden("jpeg-gray.expected.png"))
      try gray.write(to: folder + "/gray.jpeg", quality: 98)
      expectClose(try Image.read(folder + "/gray.jpeg").samples, gray.samples, tolerance: 0.03)
    }
  }
}
