import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct ColorizationEvaluationTests {
  /// Calls `body` with a folder of two images of one color each and two gray images, with three channels and
  /// with one.
  private func withImages(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-colors-\(UUID().uuidString)")
    let images = folder.appendingPathComponent("natural/Set14")
    try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ color: [Float]) throws {
      let planes = color.flatMap { [Float](repeating: $0 / 255, count: 30) }
      try Image(samples: Tensor(shape: [1, color.count, 5, 6], values: planes))
        .write(to: images.appendingPathComponent(name).path)
    }
    try write("a.png", [255, 0, 0])
    try write("b.png", [120, 120, 120])
    try write("c.png", [90])
    try write("d.png", [60, 140, 200])
    try body(folder)
  }

  @Test func figuresAreOfImagesInColor() throws {
    try withImages { folder in
      let path = folder.appendingPathComponent("m.safetensors").path
      try ColorModel.write(to: path, output: .ycbcr)
      let split = try Split<ColorImage>(.set14, dataDirectory: folder.path)
      #expect(split.files.map { FileSystem.name(of: $0.path) } == ["a.png", "d.png"])
      let colorizer = try ImageColorizer(contentsOf: path)
      let report = try ColorizationEvaluation(split: split).run(colorizer)
      #expect(report.rows.map(\.name) == ["a.png", "d.png"])
      // For red, a is 80.09 and b is 67.20 (scikit-image).
      let red = report.rows[0].values
      #expect(abs(red[3] - hypot(80.09231, 67.20275)) < 1e-3)
      let meanSquare = (80.09231 * 80.09231 + 67.20275 * 67.20275) / 2
      #expect(abs(red[1] - 10 * log10(255 * 255 / meanSquare)) < 1e-4)
      // The figures of the result, computed here.
      let truth = try Image.read(split.files[0].path)
      let result = try colorizer.colorizedBlocking(truth.grayscale())
      let ab = rgbToLab(result.samples).values
      let errors = (0..<30).map { pixel in
        pow(Double(ab[30 + pixel]) - 80.09231, 2) + pow(Double(ab[60 + pixel]) - 67.20275, 2)
      }
      let ratio = 10 * log10(255 * 255 / (errors.reduce(0, +) / 60))
      #expect(abs(red[0] - ratio) < 1e-3)
      let chroma = (0..<30).reduce(0.0) { sum, pixel in
        sum + hypot(Double(ab[30 + pixel]), Double(ab[60 + pixel]))
      }
      #expect(abs(red[2] - chroma / 30) < 1e-4)
      #expect(report.table.hasPrefix("set14, protocol luma-to-ab, model small-ycbcr"))
      #expect(try !report.json().isEmpty)
      #expect(try Split<ColorImage>(.set14, dataDirectory: folder.path, limit: 1).files.count == 1)
      let publication = try WeightPublication(
        of: path, on: [#require(PublishedSet(rawValue: "set14"))], dataDirectory: folder.path,
        limit: 1)
      let card = try publication.publish(
        path, to: folder.appendingPathComponent("small-colorize-ycbcr.safetensors").path)
      #expect(card.figures.map(\.metric) == ["psnr ab", "gray ab", "chroma", "truth"])
      #expect(card.figures.allSatisfy { $0.set == "set14" && $0.images == 1 })
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    try withImages { folder in
      let nowhere = #expect(throws: Failure.self) {
        try Split<ColorImage>(.kodak24, dataDirectory: folder.path)
      }
      #expect(nowhere?.kind == .noInput)
      for name in ["a", "d"] {
        try FileManager.default.removeItem(
          at: folder.appendingPathComponent("natural/Set14/\(name).png"))
      }
      let gray = #expect(throws: Failure.self) {
        try Split<ColorImage>(.set14, dataDirectory: folder.path)
      }
      #expect(gray?.kind == .badData && gray?.found == "gray images alone")
    }
  }
}
