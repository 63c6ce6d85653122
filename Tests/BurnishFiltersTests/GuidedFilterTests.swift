import BurnishFilters
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The guided filter against NumPy (`Scripts/golden/filters.py`, which holds itself against OpenCV's
/// ximgproc) and against what its paper proves.
@Suite struct GuidedFilterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let index: Int
    let radius: Int
    let epsilon: Float
    var testDescription: String { "\(index): radius \(radius), epsilon \(epsilon)" }

    func array(_ name: String) throws -> ReferenceTensor {
      try GoldenArrays.npy(
        Bundle.module.resourceURL!.appendingPathComponent("Golden/guided-\(index)-\(name).npy"))
    }
  }

  static let cases = [
    (2, 1e-3), (2, 1e-3), (8, 1e-2), (8, 1e-6), (20, 1e-4), (3, 1e-2), (1, 1e-5),
  ].enumerated().map { Case(index: $0, radius: $1.0, epsilon: Float($1.1)) }

  @Test(arguments: cases) func agreesWithNumPy(_ golden: Case) throws {
    let filter = GuidedFilter(radius: golden.radius, epsilon: golden.epsilon)
    let result = filter.filter(
      target: try golden.array("target").tensor, guide: try golden.array("guide").tensor)
    // The coefficients of windows, of some units, are rounded once each.
    let message = mismatch(result, try golden.array("result"), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test(arguments: [cases[0], cases[2]]) func largerGuidesAgreeWithNumPy(_ golden: Case) throws {
    let filter = GuidedFilter(radius: golden.radius, epsilon: golden.epsilon)
    let result = filter.filter(
      target: try golden.array("target").tensor, guide: try golden.array("guide").tensor,
      at: try golden.array("large").tensor)
    let message = mismatch(result, try golden.array("enlarged"), Tolerance(absolute: 4e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func channelsAreFilteredEachByItself() throws {
    let golden = Self.cases[1]
    let (target, guide) = (
      try golden.array("target").tensor, try golden.array("guide").tensor
    )
    let filter = GuidedFilter(radius: 3, epsilon: 1e-3)
    let both = filter.filter(target: concatenateChannels([target, target * 2]), guide: guide)
    let one = filter.filter(target: target, guide: guide)
    let wanted = ReferenceTensor(concatenateChannels([one, one * 2]))
    let message = mismatch(both, wanted, Tolerance(absolute: 1e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  /// A target that is a linear function of the guide everywhere stays what it is as epsilon vanishes,
  /// a constant one for any epsilon.
  @Test func whatIsLinearStays() throws {
    let guide = try Self.cases[2].array("guide").tensor
    let (r, g, b) = (
      crop(guide, channel: 0), crop(guide, channel: 1), crop(guide, channel: 2)
    )
    let linear = r * 0.5 + g * -0.25 + b + 0.1
    let kept = GuidedFilter(radius: 4, epsilon: 1e-9).filter(target: linear, guide: guide)
    let message = mismatch(kept, ReferenceTensor(linear), Tolerance(absolute: 1e-5))
    #expect(message == nil, "\(message ?? "")")
    let flat = Tensor(repeating: 0.7, shape: linear.shape)
    let same = GuidedFilter(radius: 9, epsilon: 1e-2).filter(target: flat, guide: guide)
    let other = mismatch(same, ReferenceTensor(flat), Tolerance(absolute: 1e-6))
    #expect(other == nil, "\(other ?? "")")
  }

  /// As documented: a gray guide in three channels is a gray guide with a third of the epsilon.
  @Test func aRepeatedGuideActsAsAGrayOne() throws {
    let golden = Self.cases[0]
    let (target, gray) = (try golden.array("target").tensor, try golden.array("guide").tensor)
    let three = GuidedFilter(radius: 2, epsilon: 3e-3)
      .filter(target: target, guide: concatenateChannels([gray, gray, gray]))
    let message = mismatch(three, try golden.array("result"), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func threadsDoNotMatter() {
    var random = RandomNumbers(seed: 4)
    let target = random.uniform(shape: [1, 1, 301, 83], in: 0..<1)
    let guide = random.uniform(shape: [1, 3, 301, 83], in: 0..<1)
    let filter = GuidedFilter(radius: 5, epsilon: 1e-4)
    let one = withThreadCount(1) { filter.filter(target: target, guide: guide) }
    for threads in [2, 3] {
      let more = withThreadCount(threads) { filter.filter(target: target, guide: guide) }
      #expect(byteMismatch(more, one) == nil)
    }
  }

  private func crop(_ image: Tensor, channel: Int) -> Tensor {
    image.reshaped(to: [image.shape[1], 1, image.shape[2], image.shape[3]])[channel..<channel + 1]
  }
}
