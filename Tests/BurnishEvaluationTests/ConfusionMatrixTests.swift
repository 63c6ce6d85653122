import BurnishEvaluation
import BurnishImages
import Foundation
import Testing

/// Mean intersection over union, compared with scikit-learn (`Scripts/golden/segmentation.py`).
@Suite struct ConfusionMatrixTests {
  struct Golden: Decodable {
    struct Case: Decodable {
      let height, width, classes: Int
      let phases: [Int]
      let all, ignoringZero: Double
    }
    let cases: [Case]
  }

  /// The label map of the script.
  private func labels(_ height: Int, _ width: Int, _ classes: Int, _ phase: Int) -> LabelMap {
    LabelMap(
      width: width, height: height,
      labels: (0..<height * width).map { index in
        let (y, x) = (index / width, index % width)
        return UInt16(
          (x * (3 + phase) / 7 + y * y / (11 + phase) + x * y * phase / 13) % classes)
      })
  }

  @Test func agreesWithScikitLearn() throws {
    let url = try #require(
      Bundle.module.url(forResource: "Golden/segmentation", withExtension: "json"))
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    #expect(golden.cases.count == 3)
    for item in golden.cases {
      let truth = labels(item.height, item.width, item.classes, item.phases[0])
      let found = labels(item.height, item.width, item.classes, item.phases[1])
      var all = ConfusionMatrix(classCount: item.classes)
      all.add(found, truth: truth)
      #expect(abs(all.meanIntersectionOverUnion - item.all) < 1e-12)
      var some = ConfusionMatrix(classCount: item.classes, ignoring: 0)
      some.add(found, truth: truth)
      #expect(abs(some.meanIntersectionOverUnion - item.ignoringZero) < 1e-12)
    }
  }

  @Test func countsImagesTogether() {
    func map(_ labels: [UInt16]) -> LabelMap {
      LabelMap(width: labels.count, height: 1, labels: labels)
    }
    var matrix = ConfusionMatrix(classCount: 4, ignoring: 0)
    #expect(matrix.meanIntersectionOverUnion.isNaN)
    matrix.add(map([1, 1, 2, 2]), truth: map([1, 1, 1, 2]))
    // Class 1: 2 of 3, class 2: 1 of 2; class 3 does not occur.
    #expect(abs(matrix.meanIntersectionOverUnion - (2 / 3 + 1 / 2) / 2) < 1e-12)
    matrix.add(map([2, 2, 3]), truth: map([2, 2, 0]))
    #expect(abs(matrix.meanIntersectionOverUnion - (2 / 3 + 3 / 4) / 2) < 1e-12)
  }
}
