import BurnishFilters
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The guided filter, compared with NumPy (`Scripts/golden/filters.py`, which compares itself with OpenCV's
/// ximgproc), and the properties that its paper proves.
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
    let filter = try GuidedFilter(radius: golden.radius, epsilon: golden.epsilon)
    let result = filter.filter(
      target: try golden.array("target").tensor, guide: try golden.array("guide").tensor)
    // The bound: each window's coefficients, of a few units, are rounded once.
    let message = mismatch(result, try golden.array("result"), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test(arguments: [cases[0], cases[2]]) func largerGuidesAgreeWithNumPy(_ golden: Case) throws {
    let filter = try GuidedFilter(radius: golden.radius, epsilon: golden.epsilon)
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
    let filter = try GuidedFilter(radius: 3, epsilon: 1e-3)
    let both = filter.filter(target: Tensor.joined([target, target * 2]), guide: guide)
    let one = filter.filter(target: target, guide: guide)
    let wanted = ReferenceTensor(Tensor.joined([one, one * 2]))
    let message = mismatch(both, wanted, Tolerance(absolute: 1e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  /// A target that is a linear function of the guide stays unchanged as epsilon approaches 0. A constant
  /// target stays unchanged for any epsilon.
  @Test func whatIsLinearStays() throws {
    let guide = try Self.cases[2].array("guide").tensor
    let (r, g, b) = (
      crop(guide, channel: 0), crop(guide, channel: 1), crop(guide, channel: 2)
    )
    let linear = r * 0.5 + g * -0.25 + b + 0.1
    let kept = try GuidedFilter(radius: 4, epsilon: 1e-9).filter(target: linear, guide: guide)
    let message = mismatch(kept, ReferenceTensor(linear), Tolerance(absolute: 1e-5))
    #expect(message == nil, "\(message ?? "")")
    let flat = Tensor(repeating: 0.7, shape: linear.shape)
    let same = try GuidedFilter(radius: 9, epsilon: 1e-2).filter(target: flat, guide: guide)
    let other = mismatch(same, ReferenceTensor(flat), Tolerance(absolute: 1e-6))
    #expect(other == nil, "\(other ?? "")")
  }

  /// As documented, a gray guide in three channels acts as a gray guide with a third of the epsilon.
  @Test func aRepeatedGuideActsAsAGrayOne() throws {
    let golden = Self.cases[0]
    let (target, gray) = (try golden.array("target").tensor, try golden.array("guide").tensor)
    let three = try GuidedFilter(radius: 2, epsilon: 3e-3)
      .filter(target: target, guide: Tensor.joined([gray, gray, gray]))
    let message = mismatch(three, try golden.array("result"), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  /// If a color guide is gray in every window, only epsilon keeps the matrix from being singular.
  @Test(arguments: [Float(1e-6), 1e-9, 1e-12]) func grayInThreeChannelsKeepsItsDigits(
    _ epsilon: Float
  ) throws {
    let (target, gray) = Self.levels
    let three = try GuidedFilter(radius: 4, epsilon: 3 * epsilon)
      .filter(target: target, guide: Tensor.joined([gray, gray, gray]))
    let wanted = reference(target, gray, radius: 4, epsilon: Double(epsilon))
    let message = mismatch(three, wanted, Tolerance(absolute: 1e-3))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test(arguments: [Float(1e-2), 1e-3, 1e-6, 1e-9, 1e-12]) func grayGuidesFollowThePaper(
    _ epsilon: Float
  ) throws {
    let (target, gray) = Self.levels
    let result = try GuidedFilter(radius: 4, epsilon: epsilon).filter(target: target, guide: gray)
    let wanted = reference(target, gray, radius: 4, epsilon: Double(epsilon))
    let message = mismatch(result, wanted, Tolerance(absolute: 1e-3))
    #expect(message == nil, "\(message ?? "")")
  }

  /// A target and a gray guide of 8 bits, with flat parts.
  private static var levels: (target: Tensor, guide: Tensor) {
    var random = RandomNumbers(seed: 11)
    let (height, width) = (40, 52)
    func levels(_ value: (Int, Int) -> Float) -> Tensor {
      Tensor(
        shape: [1, 1, height, width],
        values: (0..<height * width).map { (place: Int) -> Float in
          (value(place / width, place % width) * 255).rounded() / 255
        })
    }
    let noise = random.normal(shape: [height * width], standardDeviation: 0.04).values
    let target = levels { y, x in
      min(max((x < 20 ? 0.3 : 0.7) + noise[y * width + x], 0), 1)
    }
    let guide = levels { y, x in x < 20 ? 0.25 : 0.5 + 0.2 * Float(y) / 40 }
    return (target, guide)
  }

  /// Equations 5, 6, and 8 in plain loops.
  private func reference(
    _ target: Tensor, _ guide: Tensor, radius: Int, epsilon: Double
  ) -> ReferenceTensor {
    let (height, width) = (target.shape[2], target.shape[3])
    let (p, i) = (target.values.map(Double.init), guide.values.map(Double.init))
    func window(_ y: Int, _ x: Int) -> [Int] {
      (max(0, y - radius)...min(height - 1, y + radius)).flatMap { row in
        (max(0, x - radius)...min(width - 1, x + radius)).map { row * width + $0 }
      }
    }
    var functions: [(a: Double, b: Double)] = []
    for place in 0..<height * width {
      let pixels = window(place / width, place % width)
      let share = 1 / Double(pixels.count)
      let (meanI, meanP) = (
        pixels.reduce(0) { $0 + i[$1] } * share, pixels.reduce(0) { $0 + p[$1] } * share
      )
      // Computed from differences from the means, to avoid cancellation.
      let variance = pixels.reduce(0) { $0 + (i[$1] - meanI) * (i[$1] - meanI) } * share
      let covariance = pixels.reduce(0) { $0 + (i[$1] - meanI) * (p[$1] - meanP) } * share
      let a = covariance / (variance + epsilon)
      functions.append((a, meanP - a * meanI))
    }
    let values = (0..<height * width).map { place -> Double in
      let pixels = window(place / width, place % width)
      let sums = pixels.reduce((0.0, 0.0)) { ($0.0 + functions[$1].a, $0.1 + functions[$1].b) }
      return (sums.0 * i[place] + sums.1) / Double(pixels.count)
    }
    return ReferenceTensor(shape: target.shape, values: values)
  }

  @Test func threadsDoNotMatter() throws {
    var random = RandomNumbers(seed: 4)
    let target = random.uniform(shape: [1, 1, 301, 83], in: 0..<1)
    let guide = random.uniform(shape: [1, 3, 301, 83], in: 0..<1)
    let filter = try GuidedFilter(radius: 5, epsilon: 1e-4)
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
