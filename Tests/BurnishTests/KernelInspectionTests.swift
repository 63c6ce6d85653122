import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct KernelInspectionTests {
  static let target = TiledFilterTests.image(channels: 1, height: 90, width: 102)
  static let guide = TiledFilterTests.image(channels: 3, height: 90, width: 102)

  static func withModel(_ body: (JointModel) throws -> Void) throws {
    try NoiseModelTests.withModels(["small-noise": 18]) { folder in
      try body(try JointModel(contentsOf: "\(folder)/small-noise.safetensors"))
    }
  }

  /// The neighborhood of a pixel is enough to compute its kernel.
  @Test func theSurroundingsGiveWhatTheWholeGives() throws {
    try Self.withModel { model in
      let result = model.filter.filter(target: Self.target, guide: Self.guide).values
      for (x, y) in [(0, 0), (101, 89), (50, 45), (51, 46), (33, 88), (97, 3)] {
        let inspection = try model.inspected(target: Self.target, guide: Self.guide, x: x, y: y)
        #expect(abs(inspection.result - result[y * 102 + x]) < 1e-5)
        #expect(inspection.targetSample == Self.target.values[y * 102 + x])
        #expect(inspection.targetWindow.values[7 * 15 + 7] == inspection.targetSample)
        #expect(inspection.guideWindow.values[7 * 15 + 7] == Self.guide.values[y * 102 + x])
      }
    }
  }

  @Test func jsonHoldsTheTaps() throws {
    try Self.withModel { model in
      let inspection = try model.inspected(target: Self.target, guide: Self.guide, x: 7, y: 8)
      let json = try JSONSerialization.jsonObject(with: inspection.json()) as? [String: Any]
      let taps = try #require(json?["taps"] as? [[String: Double]])
      #expect(taps.count == 9 && json?["x"] as? Int == 7 && json?["y"] as? Int == 8)
      #expect(json?["residual"] as? Bool == false)
      #expect(abs(taps.reduce(0) { $0 + $1["weight"]! } - 1) < 1e-5)
    }
  }

  @Test func theImageHasARedDotInTwoOfThreePanels() throws {
    try Self.withModel { model in
      let image = try model.inspected(target: Self.target, guide: Self.guide, x: 7, y: 8)
        .image(scale: 10)
      // Three windows of 15 pixels, ten times as large, with margins of 12.
      #expect(image.width == 3 * 162 + 12)
      let values = image.samples.values
      let area = image.width * image.height
      let isRed = (0..<area).map {
        values[$0] == 1 && values[area + $0] == 0 && values[2 * area + $0] == 0
      }
      for (panel, count) in [29, 29, 0].enumerated() {
        let columns = panel * 162 + 12..<panel * 162 + 162
        #expect((0..<area).count { isRed[$0] && columns.contains($0 % image.width) } == count)
      }
    }
  }

  @Test func filtersWithoutKernelsAreRefused() throws {
    let failure = #expect(throws: Failure.self) {
      try JointModel.guided().inspected(target: Self.target, guide: Self.guide, x: 0, y: 0)
    }
    #expect(failure?.kind == .usage && failure?.subject == "model guided")
  }
}
