import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Evaluations on images that the tests write themselves.
@Suite struct SaliencyEvaluationTests {
  /// Enlargement does not change a constant mask, so its restoration is perfect.
  @Test func aConstantMaskIsRestored() throws {
    try DataFolder.with { folder in
      try DataFolder.write(DataFolder.gray(255), to: "saliency/gt/a.png", in: folder)
      try DataFolder.write(DataFolder.gray(90).inRGB(), to: "saliency/img/a.jpg", in: folder)
      try DataFolder.write(DataFolder.gray(0), to: "saliency/gt/b.png", in: folder)
      try DataFolder.write(DataFolder.gray(90).inRGB(), to: "saliency/img/b.jpg", in: folder)
      let split = try Split<SaliencySample>(.saliency, dataDirectory: folder.path)
      let report = try UpsamplingEvaluation(split: split, protocol: .dknBicubic, factor: 4)
        .run(.bicubic())
      #expect(report.metrics == ["wfm", "rmse"])
      #expect(report.rows.map(\.name) == ["a", "b"])
      #expect(abs(report.rows[0].values[0] - 1) < 1e-5 && report.rows[0].values[1] < 1e-3)
      // There is no foreground to find.
      #expect(report.rows[1].values[0] == 0)
      let small = #expect(throws: Failure.self) {
        try UpsamplingEvaluation(split: split, protocol: .dknBicubic, factor: 16).run(.bicubic())
      }
      #expect(small?.kind == .badData && small?.found == "20x14 pixels")
    }
  }
}
