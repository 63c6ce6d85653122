import BurnishEvaluation
import BurnishTensors
import Foundation
import Testing

/// The weighted F-measure, compared with NumPy and SciPy (`Scripts/golden/metrics.py`).
@Suite struct WeightedFMeasureTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let height, width: Int
    let mask: [Float]
    let graded, half, zero, perfect, inverse: Double
    var testDescription: String { name }

    func plane(_ value: (_ x: Int, _ y: Int, _ mask: Float) -> Float) -> Tensor {
      Tensor(
        shape: [1, 1, height, width],
        values: mask.enumerated().map { value($0 % width, $0 / width, $1) })
    }

    static let all: [Case] = {
      let url = Bundle.module.url(forResource: "Golden/masks", withExtension: "json")!
      return try! JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    }()
  }

  @Test(arguments: Case.all) func agreesWithTheDefinition(_ golden: Case) {
    let truth = golden.plane { _, _, mask in mask }
    func close(_ map: Tensor, _ wanted: Double) -> Bool {
      abs(weightedFMeasure(map, truth) - wanted) < 1e-9
    }
    let graded = golden.plane { x, y, mask in
      let grade = Float((x * x * 7 + y * y * 11 + x * y * 13) % 65) / 64
      return mask == 1 ? 1 - grade * grade * 0.5 : grade * 0.25
    }
    #expect(close(graded, golden.graded))
    #expect(close(golden.plane { _, _, _ in 0.5 }, golden.half))
    #expect(close(golden.plane { _, _, _ in 0 }, golden.zero))
    #expect(close(truth, golden.perfect))
    #expect(close(golden.plane { _, _, mask in 1 - mask }, golden.inverse))
  }

  @Test func errorsFarFromTheForegroundWeighMore() {
    let golden = Case.all.first { $0.name == "pixel" }!
    let truth = golden.plane { _, _, mask in mask }
    let near = golden.plane { x, y, mask in x == 14 && y == 3 ? 1 : mask }
    let far = golden.plane { x, y, mask in x == 0 && y == 16 ? 1 : mask }
    #expect(weightedFMeasure(near, truth) > weightedFMeasure(far, truth))
  }

  @Test func aMissingSampleIsNotHidden() {
    let golden = Case.all.first { $0.name == "disc" }!
    let truth = golden.plane { _, _, mask in mask }
    for place in [0, 12 * 37 + 20] {
      let broken = golden.plane { x, y, mask in y * 37 + x == place ? .nan : mask }
      #expect(weightedFMeasure(broken, truth).isNaN)
    }
  }
}
