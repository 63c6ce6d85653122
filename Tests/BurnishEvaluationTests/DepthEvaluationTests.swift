import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Evaluations on small images that the tests write themselves.
@Suite struct DepthEvaluationTests {
  /// For a filter that returns a constant, the figures follow from the truth alone.
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
    try DataFolder.withLu(count: 2) { folder in
      let split = try Split<DepthSample>(.lu, dataDirectory: folder)
      var seen = 0
      let report = try UpsamplingEvaluation(split: split, protocol: depthProtocol, factor: 4).run(
        JointModel(name: "constant", filter: Constant(), protocol: .djfNearest)
      ) { _, count in
        seen += 1
        #expect(count == 2)
      }
      #expect(seen == 2)
      let border = depthProtocol == .dknBicubic ? 6 : 0
      var wanted = [0.0, 0.0, 0.0]
      for index in 0..<2 {
        let values = DataFolder.depth(index).values
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

  /// The threshold for bad pixels refers to the range that a network sees as 0...1. In NYU it is the range of
  /// each image.
  @Test func badPixelsAreCountedOnTheScaleOfEachImage() throws {
    struct Shift: JointFilter {
      let reach = 0
      let alignment = 1
      let levels: Float
      func filter(target: Tensor, guide: Tensor) -> Tensor { target + levels / 255 }
    }
    try DataFolder.with { folder in
      // Reduction keeps only pixels of level 100, so enlargement gives 100 everywhere. The two rows of level
      // 151 are wrong by 51 levels, the whole range. The other rows are right.
      let levels = (0..<64).map { Float($0 / 8 < 2 ? 151 : 100) }
      try DataFolder.write(
        Image(samples: Tensor(shape: [1, 1, 8, 8], values: levels.map { $0 / 255 })),
        to: "rgbd/NYU-test/depth/1.png", in: folder)
      try DataFolder.write(
        DataFolder.gray(9, width: 8, height: 8).inRGB(), to: "rgbd/NYU-test/rgb/1.png",
        in: folder)
      let split = try Split<DepthSample>(.nyu, dataDirectory: folder.path)
      for (shift, percentage) in [(Float(0), 25.0), (2.9, 25), (3.1, 100)] {
        let report = try UpsamplingEvaluation(split: split, protocol: .bmp3, factor: 4).run(
          JointModel(name: "shift", filter: Shift(levels: shift), protocol: .bmp3))
        #expect(report.metrics[2] == "bmp3" && report.means[2] == percentage, "\(shift)")
        #expect(report.unit == "cm and bmp3 in %")
      }
    }
  }

  @Test func imagesThatAreTooSmallAreRefused() throws {
    try DataFolder.withLu(count: 1) { folder in
      let split = try Split<DepthSample>(.lu, dataDirectory: folder)
      for depthProtocol in DepthProtocol.allCases {
        let failure = #expect(throws: Failure.self) {
          try UpsamplingEvaluation(split: split, protocol: depthProtocol, factor: 32)
            .run(.bicubic(depthProtocol))
        }
        #expect(failure?.kind == .badData)
        #expect(failure?.found == "30x20 pixels")
      }
    }
  }
}
