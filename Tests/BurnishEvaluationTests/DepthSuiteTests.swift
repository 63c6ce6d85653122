import Burnish
import BurnishCore
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// Suites and evaluations on small images that the tests write themselves.
@Suite struct DepthSuiteTests {
  /// A data folder with `count` pairs for the suite Lu, of 30 x 20 pixels.
  static func withData(count: Int, guides: Int? = nil, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-suite-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for kind in ["Depth", "RGB"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("rgbd/Lu/\(kind)"), withIntermediateDirectories: true)
    }
    for index in 0..<count {
      let path = folder.appendingPathComponent("rgbd/Lu/Depth/\(index)_depth.png").path
      try DepthMap(samples: depth(index), unit: .levels8).write(to: path)
    }
    for index in 0..<(guides ?? count) {
      let path = folder.appendingPathComponent("rgbd/Lu/RGB/\(index)_color.png").path
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 20, 30])).write(to: path)
    }
    try body(folder.path)
  }

  static func depth(_ index: Int) -> Tensor {
    Tensor(
      shape: [1, 1, 20, 30],
      values: (0..<600).map { Float(($0 % 30 * (5 + index) + $0 / 30 * 7) % 200) })
  }

  @Test func pairsGoByTheOrderOfTheirNames() throws {
    try Self.withData(count: 3) { folder in
      let suite = try DepthSuite(.lu, dataDirectory: folder)
      #expect(suite.pairs.map(\.name) == ["0_depth", "1_depth", "2_depth"])
      #expect(suite.pairs[2].guidePath.hasSuffix("RGB/2_color.png"))
      #expect(try suite.sample(suite.pairs[1]).depth.values == Self.depth(1).values)
      #expect(try DepthSuite(.lu, dataDirectory: folder, limit: 2).pairs.count == 2)
    }
  }

  @Test func countsThatDifferAreRefused() throws {
    try Self.withData(count: 3, guides: 2) { folder in
      let failure = #expect(throws: Failure.self) { try DepthSuite(.lu, dataDirectory: folder) }
      #expect(failure?.kind == .badData)
      #expect(failure?.found.contains("3 depth maps and 2 color images") == true)
    }
  }

  @Test func missingAndEmptyFoldersAreNamed() throws {
    try Self.withData(count: 0) { folder in
      let empty = #expect(throws: Failure.self) { try DepthSuite(.lu, dataDirectory: folder) }
      #expect(empty?.kind == .noInput)
      let missing = #expect(throws: Failure.self) { try DepthSuite(.nyu, dataDirectory: folder) }
      #expect(missing?.kind == .noInput)
      #expect(missing?.subject == "\(folder)/rgbd/NYU-test/depth")
    }
  }

  @Test func aPairOfDifferentSizesIsRefused() throws {
    try Self.withData(count: 1) { folder in
      let suite = try DepthSuite(.lu, dataDirectory: folder)
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 20, 31]))
        .write(to: suite.pairs[0].guidePath)
      let failure = #expect(throws: Failure.self) { try suite.sample(suite.pairs[0]) }
      #expect(failure?.kind == .badData)
      #expect(failure?.found.contains("31x20") == true)
      #expect(failure?.wanted.contains("30x20") == true)
    }
  }

  /// The figures of a filter that answers with a constant follow from the truth alone.
  @Test(arguments: DepthProtocol.allCases)
  func figuresAreTheMeansOverImages(_ depthProtocol: DepthProtocol) throws {
    struct Constant: JointFilter {
      let reach = 0
      let alignment = 1
      func filter(target: Tensor, guide: Tensor) -> Tensor {
        #expect(target.shape == [1, 1, 20, 28] && guide.shape == [1, 3, 20, 28])
        return Tensor(repeating: 0.4, shape: target.shape)
      }
    }
    try Self.withData(count: 2) { folder in
      let suite = try DepthSuite(.lu, dataDirectory: folder)
      var seen = 0
      let report = try DepthEvaluation(suite: suite, protocol: depthProtocol, factor: 4).run(
        JointModel(name: "constant", filter: Constant(), protocol: .djfNearest)
      ) { _, count in
        seen += 1
        #expect(count == 2)
      }
      #expect(seen == 2)
      let border = depthProtocol == .dknBicubic ? 6 : 0
      var wanted = [0.0, 0.0, 0.0]
      for index in 0..<2 {
        let values = Self.depth(index).values
        var (squares, magnitudes, bad, count) = (0.0, 0.0, 0.0, 0.0)
        for y in border..<20 - border {
          for x in border..<28 - border {
            let error = 0.4 * 255 - Double(values[y * 30 + x])
            squares += error * error
            magnitudes += abs(error)
            bad += abs(error) > 3.0001 ? 1 : 0
            count += 1
          }
        }
        wanted[0] += (squares / count).squareRoot() / 2
        wanted[1] += magnitudes / count / 2
        wanted[2] += 100 * bad / count / 2
      }
      #expect(report.metrics == ["rmse", "mae"] + (depthProtocol == .bmp3 ? ["bmp3"] : []))
      #expect(wanted[2] > 80 && wanted[2] < 99)
      #expect(zip(report.means, wanted).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  /// What counts as bad follows from the range that a network sees as 0...1: in NYU, that of the image.
  @Test func badPixelsAreCountedOnTheScaleOfEachImage() throws {
    struct Shift: JointFilter {
      let reach = 0
      let alignment = 1
      let levels: Float
      func filter(target: Tensor, guide: Tensor) -> Tensor { target + levels / 255 }
    }
    try ImagePairTests.withFolder { folder in
      // The pixels that are left are all alike, so that enlargement gives that level everywhere: the
      // upper half of the levels is off by 51 of 51, the lower one by nothing.
      let levels = (0..<64).map { Float($0 / 8 < 2 ? 151 : 100) }
      try ImagePairTests.write(
        Image(samples: Tensor(shape: [1, 1, 8, 8], values: levels.map { $0 / 255 })),
        to: "rgbd/NYU-test/depth/1.png", in: folder)
      try ImagePairTests.write(
        ImagePairTests.gray(9, width: 8, height: 8).inRGB(), to: "rgbd/NYU-test/rgb/1.png",
        in: folder)
      let suite = try DepthSuite(.nyu, dataDirectory: folder.path)
      for (shift, percentage) in [(Float(0), 25.0), (2.9, 25), (3.1, 100)] {
        let report = try DepthEvaluation(suite: suite, protocol: .bmp3, factor: 4).run(
          JointModel(name: "shift", filter: Shift(levels: shift), protocol: .bmp3))
        #expect(report.metrics[2] == "bmp3" && report.means[2] == percentage, "\(shift)")
        #expect(report.unit == "cm and bmp3 in %")
      }
    }
  }

  @Test func imagesThatAreTooSmallAreRefused() throws {
    try Self.withData(count: 1) { folder in
      let suite = try DepthSuite(.lu, dataDirectory: folder)
      for depthProtocol in DepthProtocol.allCases {
        let failure = #expect(throws: Failure.self) {
          try DepthEvaluation(suite: suite, protocol: depthProtocol, factor: 32)
            .run(.bicubic(depthProtocol))
        }
        #expect(failure?.kind == .badData)
        #expect(failure?.found == "30x20 pixels")
      }
    }
  }
}
