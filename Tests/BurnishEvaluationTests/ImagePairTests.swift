import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// Suites of images that the tests write themselves.
@Suite struct ImagePairTests {
  /// Calls `body` with an empty folder, which is removed at the end.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-pairs-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  static func write(_ image: Image, to path: String, in folder: URL) throws {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try image.write(to: url.path)
  }

  static func gray(_ level: Float, width: Int = 20, height: Int = 14) -> Image {
    Image(samples: Tensor(repeating: level / 255, shape: [1, 1, height, width]))
  }

  @Test func masksBecomeBinaryAt128() throws {
    try Self.withFolder { folder in
      let levels: [Float] = [0, 127, 128, 255]
      let mask = Image(
        samples: Tensor(shape: [1, 1, 1, 4], values: levels.map { $0 / 255 }))
      try Self.write(mask, to: "saliency/gt/a.png", in: folder)
      try Self.write(
        Self.gray(9, width: 4, height: 1).inRGB(), to: "saliency/img/a.png", in: folder)
      let suite = try SaliencySuite(dataDirectory: folder.path)
      #expect(try suite.sample(suite.pairs[0]).mask.values == [0, 0, 1, 1])
    }
  }

  /// Enlarging a constant changes nothing: the whole mask is restored perfectly.
  @Test func aConstantMaskIsRestored() throws {
    try Self.withFolder { folder in
      try Self.write(Self.gray(255), to: "saliency/gt/a.png", in: folder)
      try Self.write(Self.gray(90).inRGB(), to: "saliency/img/a.jpg", in: folder)
      try Self.write(Self.gray(0), to: "saliency/gt/b.png", in: folder)
      try Self.write(Self.gray(90).inRGB(), to: "saliency/img/b.jpg", in: folder)
      let suite = try SaliencySuite(dataDirectory: folder.path)
      let report = try SaliencyEvaluation(suite: suite, protocol: .dknBicubic, factor: 4)
        .run(.bicubic())
      #expect(report.metrics == ["wfm", "rmse"])
      #expect(report.rows.map(\.name) == ["a", "b"])
      #expect(abs(report.rows[0].values[0] - 1) < 1e-5 && report.rows[0].values[1] < 1e-3)
      // There is no foreground to find.
      #expect(report.rows[1].values[0] == 0)
      let small = #expect(throws: Failure.self) {
        try SaliencyEvaluation(suite: suite, protocol: .dknBicubic, factor: 16).run(.bicubic())
      }
      #expect(small?.kind == .badData && small?.found == "20x14 pixels")
    }
  }

  @Test func infraredPairsAreTheLastOfTheirFolder() throws {
    try Self.withFolder { folder in
      for index in 10..<24 {
        try Self.write(
          Self.gray(Float(index)).inRGB(), to: "nir/country/\(index)_rgb.jpg", in: folder)
        try Self.write(Self.gray(100), to: "nir/country/\(index)_nir.jpg", in: folder)
      }
      let suite = try NearInfraredSuite(dataDirectory: folder.path)
      #expect(suite.pairs.map(\.name) == (12..<24).map { "\($0)_rgb" })
      #expect(suite.pairs[3].guidePath.hasSuffix("15_nir.jpg"))
      let sample = try suite.sample(suite.pairs[0])
      #expect(sample.color.shape == [1, 3, 14, 20] && sample.guide.shape == [1, 3, 14, 20])
      let few = try NearInfraredSuite(dataDirectory: folder.path, limit: 2)
      #expect(few.pairs.map(\.name) == ["12_rgb", "13_rgb"])

      try FileManager.default.removeItem(
        at: folder.appendingPathComponent("nir/country/20_nir.jpg"))
      let odd = #expect(throws: Failure.self) {
        try NearInfraredSuite(dataDirectory: folder.path)
      }
      #expect(odd?.found == "14 color images and 13 near-infrared images")
    }
  }
}
