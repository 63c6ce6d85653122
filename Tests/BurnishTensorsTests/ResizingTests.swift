import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct ResizingTests {
  struct Sizes: Sendable, CustomTestStringConvertible {
    var from: [Int]
    var height: Int
    var width: Int
    var testDescription: String { "\(from) to \(height) x \(width)" }
  }

  static let sizes: [Sizes] = [
    .init(from: [1, 1, 1, 1], height: 3, width: 5),
    .init(from: [2, 3, 4, 5], height: 8, width: 10),
    .init(from: [1, 2, 7, 9], height: 3, width: 4),
    .init(from: [1, 1, 5, 6], height: 5, width: 6),
    .init(from: [1, 16, 3, 8], height: 10, width: 5),
    .init(from: [1, 1, 2, 2], height: 17, width: 13),
  ]

  private func forward(_ input: Tensor, _ sizes: Sizes) -> Tensor {
    input.resizedBilinearly(height: sizes.height, width: sizes.width)
  }

  @Test(arguments: sizes) func againstReference(_ sizes: Sizes) {
    var inputs = Inputs(71)
    let input = inputs.normal(sizes.from)
    let expected = Reference.resize(input, height: sizes.height, width: sizes.width)
    let outputGradient = inputs.normal(expected.shape)
    let expectedGradient = Reference.resizeGradient(outputGradient, inputShape: sizes.from)
    // At most this many output samples read an input sample in each direction.
    let readers = 5 * max(1, expected.count / input.count + 1)
    for layout in Layout.allCases {
      #expect(
        mismatch(
          forward(layout(input), sizes), expected,
          .sum(terms: 16, magnitude: 2 * input.magnitude)) == nil)
      let gradient = resizeBilinearGradient(layout(outputGradient), inputShape: sizes.from)
      #expect(
        mismatch(
          gradient, expectedGradient,
          .sum(terms: readers, magnitude: Double(readers) * outputGradient.magnitude)) == nil)
      #expect(
        adjointMismatch(
          forward: ReferenceTensor(forward(layout(input), sizes)),
          against: outputGradient, backward: ReferenceTensor(gradient), against: input,
          terms: 16) == nil)
    }
  }

  @Test(arguments: sizes.filter { $0.from.reduce(1, *) <= 130 })
  func referenceGradientsAgreeWithFiniteDifferences(_ sizes: Sizes) {
    var inputs = Inputs(72)
    let input = inputs.normal(sizes.from)
    let factors = inputs.normal([sizes.from[0], sizes.from[1], sizes.height, sizes.width])
    #expect(
      finiteDifferenceMismatch(
        Reference.resizeGradient(factors, inputShape: sizes.from),
        of: {
          Reference.resize($0, height: sizes.height, width: sizes.width).dot(factors)
        }, at: input) == nil)
  }

  @Test func constantsStay() {
    let sizes = Sizes(from: [1, 1, 5, 4], height: 13, width: 9)
    let result = forward(Tensor(repeating: 3, shape: sizes.from), sizes)
    let expected = ReferenceTensor(shape: [1, 1, 13, 9], values: Array(repeating: 3, count: 117))
    #expect(mismatch(result, expected, .sum(terms: 16, magnitude: 4)) == nil)
  }
}
