import Foundation
import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct ElementwiseTests {
  static let shapes = [
    [1, 1, 1, 1], [2, 3, 5, 7], [1, 16, 4, 5], [2, 17, 3, 4], [1, 2, 150, 130],
  ]

  @Test(arguments: shapes, Layout.allCases) func arithmetic(_ shape: [Int], _ layout: Layout) {
    var inputs = Inputs(31)
    let a = inputs.normal(shape)
    // Keeps divisors away from zero.
    let b = inputs.normal(shape).map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }.tensor
    let reference = ReferenceTensor(b)
    for other in Layout.allCases {
      let (x, y) = (layout(a), other(reference))
      #expect(mismatch(x + y, a.zip(reference, +), .roundings(1)) == nil)
      #expect(mismatch(x - y, a.zip(reference, -), .roundings(1)) == nil)
      #expect(mismatch(x * y, a.zip(reference, *), .roundings(1)) == nil)
      #expect(mismatch(x / y, a.zip(reference, /), .roundings(1)) == nil)
      var sum = x
      let untouched = sum
      sum.accumulate(y, scale: 0.5)
      #expect(
        mismatch(sum, a.zip(reference) { $0 + 0.5 * $1 }, .sum(terms: 1, magnitude: 8)) == nil)
      #expect(mismatch(untouched, a, .exact) == nil)
      sum.accumulate(y)
      #expect(
        mismatch(sum, a.zip(reference) { $0 + 1.5 * $1 }, .sum(terms: 2, magnitude: 16)) == nil)
    }
    #expect(mismatch(layout(a) + 1.5, a.map { $0 + 1.5 }, .roundings(1)) == nil)
    #expect(mismatch(layout(a) - 1.5, a.map { $0 - 1.5 }, .roundings(1)) == nil)
    #expect(mismatch(layout(a) * 1.5, a.map { $0 * 1.5 }, .roundings(1)) == nil)
    #expect(mismatch(layout(a) / 1.5, a.map { $0 / 1.5 }, .roundings(1)) == nil)
    #expect(mismatch(abs(layout(a)), a.map { Swift.abs($0) }, .exact) == nil)
    #expect(mismatch(layout(a).squared(), a.map { $0 * $0 }, .roundings(1)) == nil)
  }

  @Test(arguments: shapes, Layout.allCases) func activations(_ shape: [Int], _ layout: Layout) {
    var inputs = Inputs(32)
    let (input, gradient) = (inputs.normal(shape).map { 3 * $0 }, inputs.normal(shape))
    let rounded = ReferenceTensor(input.tensor)
    let rectified = layout(rounded).relu()
    #expect(mismatch(rectified, rounded.map { max($0, 0) }, .exact) == nil)
    #expect(
      mismatch(
        reluGradient(layout(gradient), output: rectified),
        gradient.zip(rounded) { $1 > 0 ? $0 : 0 }, .exact) == nil)
    #expect(
      mismatch(
        reluGradient(layout(gradient), mask: ReLUMask(rectified)),
        gradient.zip(rounded) { $1 > 0 ? $0 : 0 }, .exact) == nil)
    let squashed = layout(rounded).sigmoid()
    #expect(mismatch(squashed, rounded.map { 1 / (1 + exp(-$0)) }, .roundings(6)) == nil)
    let slope = rounded.map { exp(-$0) / ((1 + exp(-$0)) * (1 + exp(-$0))) }
    #expect(
      mismatch(
        sigmoidGradient(layout(gradient), output: squashed), gradient.zip(slope, *),
        .sum(terms: 12, magnitude: max(1, gradient.magnitude))) == nil)
  }

  @Test func extremeInputsOfActivations() {
    let input = Tensor(shape: [6], values: [-.infinity, -200, -0.0, 200, .infinity, .nan])
    let squashed = input.sigmoid().values
    #expect(Array(squashed[..<5]) == [0, 0, 0.5, 1, 1])
    #expect(squashed[5].isNaN)
    #expect(Array(input.relu().values[..<5]) == [0, 0, 0, 200, .infinity])
    #expect(input.relu().values[5].isNaN)
  }

  @Test(arguments: shapes, Layout.allCases) func reductions(_ shape: [Int], _ layout: Layout) {
    var inputs = Inputs(33)
    let input = inputs.normal(shape).map { $0 - 3 }
    let rounded = ReferenceTensor(input.tensor)
    let total = rounded.values.reduce(0, +)
    let count = Double(rounded.count)
    let close = Tolerance(relative: 0x1p-23)
    func check(_ value: Float, _ expected: Double) {
      #expect(
        mismatch(Tensor(value), ReferenceTensor(shape: [], values: [expected]), close) == nil)
    }
    check(layout(rounded).sum(), total)
    check(layout(rounded).mean(), total / count)
    // All samples are negative, so that the zeros that pad blocks would show.
    let negative = rounded.map { min($0, -0.25) }
    #expect(Double(layout(negative).maximum()) == negative.values.max()!)
    #expect(Double(layout(rounded.map { -min($0, -0.25) }).minimum()) == -negative.values.max()!)
    #expect(Double(layout(rounded).minimum()) == rounded.values.min()!)
    let sums = Reference.channelSum(rounded)
    #expect(
      mismatch(layout(rounded).channelSums(), sums, .sum(terms: 0, magnitude: sums.magnitude))
        == nil)
  }

  @Test func extremesOfWhatIsNotANumber() {
    for place in [0, 7, 40_000] {
      var values = [Float](repeating: 1, count: 50_000)
      values[place] = .nan
      #expect(Tensor(shape: [50_000], values: values).maximum().isNaN)
      #expect(Tensor(shape: [50_000], values: values).minimum().isNaN)
    }
  }
}
