import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// What the program reports about an image's kind, and what it keeps.
@Suite struct ImageKindCommandTests {
  private let copy = ["--model", "tv", "--sigma", "0.001"]

  /// Smooth light up to 6, with a dark half.
  private var light: Image {
    let values = (0..<3 * 40 * 60).map { index -> Float in
      let (x, y) = (index % 60, index / 60 % 40)
      return x < 30 ? 0.2 + Float(y) / 100 : 4 + 2 * Float(x - 30) / 29
    }
    return Image(
      samples: Tensor(shape: [1, 3, 40, 60], values: values), sampleFormat: .float32)
  }

  @Test func saysOnceWhatAFileHoldsBesides() throws {
    try Program.withFolder { folder in
      let path = folder.appendingPathComponent("a.jpg")
      try Samples.guide().write(to: path.path)
      var bytes = [UInt8](try Data(contentsOf: path))
      // An index of two images in the form that cameras write.
      bytes.insert(
        contentsOf: [0xFF, 0xE2, 0, 32] + Array("MPF\0".utf8) + [0x4D, 0x4D, 0, 42, 0, 0, 0, 8]
          + [0, 1, 0xB0, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0], at: 2)
      try Data(bytes).write(to: path)
      try Data(bytes).write(to: folder.appendingPathComponent("b.jpg"))
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("out"), withIntermediateDirectories: true)
      let outcome = try Program.run(
        ["denoise", "a.jpg", "b.jpg"] + copy + ["-o", "out"], in: folder)
      #expect(outcome.code == 0)
      #expect(
        outcome.errors.split(separator: "\n").filter { $0.contains("images") } == [
          "burnish: a.jpg: the file has 2 images; the first is taken",
          "burnish: b.jpg: the file has 2 images; the first is taken",
        ])
    }
  }

  @Test(arguments: ["npy", "tif", "pfm"]) func lightKeepsItsRange(_ ending: String) throws {
    let light = light
    try Program.withFolder { folder in
      try light.write(to: folder.appendingPathComponent("a." + ending).path)
      let outcome = try Program.run(
        ["denoise", "a." + ending] + copy + ["-o", "o." + ending], in: folder)
      #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      let result = try Image.read(folder.appendingPathComponent("o." + ending).path)
      let pairs = zip(result.samples.values, light.samples.values)
      #expect(pairs.allSatisfy { abs($0 / $1 - 1) < 0.01 })
    }
  }

  /// A network, which handles only 0...1, and the guided filter with the image as its own guide.
  @Test(arguments: [["denoise", "--sigma", "5"], ["denoise"], ["smooth", "--rounds", "1"]])
  func networksKeepTheRangeOfLight(_ words: [String]) throws {
    let light = light
    try Program.withFolder { folder in
      try light.write(to: folder.appendingPathComponent("a.npy").path)
      let outcome = try Program.run(
        [words[0], "a.npy"] + words.dropFirst() + ["-o", "o.npy"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Image.read(folder.appendingPathComponent("o.npy").path)
      // Away from the step and the borders.
      for x in [8, 20, 40, 52] {
        let place = 20 * 60 + x
        let (found, right) = (result.samples.values[place], light.samples.values[place])
        #expect(abs(found - right) < 0.15, "\(found) is not \(right) in column \(x)")
      }
    }
  }

  @Test func lightThatIsCutOffIsSaid() throws {
    let light = light
    try Program.withFolder { folder in
      try light.write(to: folder.appendingPathComponent("a.npy").path)
      let outcome = try Program.run(["denoise", "a.npy"] + copy + ["-o", "o.png"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.errors.contains("o.png: light above 1 (up to 6.0) is cut off in PNG"))
    }
  }

  @Test func furtherBandsAreFilteredOrRefused() throws {
    var random = RandomNumbers(seed: 5)
    func noisy(_ channels: Int) -> Tensor {
      Tensor(
        shape: [1, channels, 48, 48],
        values: (0..<channels * 48 * 48).map { _ in 0.5 + 0.08 * Float(random.normal()) })
    }
    var image = Image(samples: noisy(1), sampleFormat: .uint8)
    image.bands = noisy(4)
    func deviation(_ values: ArraySlice<Float>) -> Float {
      let mean = values.reduce(0, +) / Float(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count))
        .squareRoot()
    }
    try Program.withFolder { folder in
      try image.write(to: folder.appendingPathComponent("five.tif").path)
      let done = try Program.run(
        ["denoise", "five.tif", "--model", "tv", "--sigma", "20", "-o", "o.tif"], in: folder)
      #expect(done.code == 0, "\(done.errors)")
      let result = try Image.read(
        folder.appendingPathComponent("o.tif").path, keepsBands: true)
      let bands = try #require(result.bands).values
      for band in 0..<4 {
        #expect(deviation(bands[band * 2304..<(band + 1) * 2304]) < 0.04)
      }
      let smoothed = try Program.run(
        ["smooth", "five.tif", "--model", "guided", "--rounds", "1", "-o", "s.tif"], in: folder)
      #expect(smoothed.code == 0, "\(smoothed.errors)")
      let other = try Program.run(
        ["denoise", "five.tif", "--model", "tv", "--sigma", "20", "-o", "o.png"], in: folder)
      #expect(other.code == 73 && other.errors.contains("which PNG does not hold; expected .tif"))
      let refused = try Program.run(
        ["superres", "five.tif", "--factor", "2", "-o", "p.tif"], in: folder)
      #expect(refused.code == 65 && refused.errors.contains("5 bands"))
    }
  }
}
