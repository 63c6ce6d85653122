import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct BatchNormalizationTests {
  static let shapes = [
    [2, 3, 5, 7], [3, 16, 6, 5], [2, 17, 4, 9], [4, 1, 3, 3], [1, 64, 8, 8],
  ]
  private let epsilon: Float = 1e-3

  private func inputs(_ shape: [Int]) -> (
    input: ReferenceTensor, scale: ReferenceTensor, shift: ReferenceTensor
  ) {
    var inputs = Inputs(21)
    // Channels with different means and deviations.
    var input = inputs.normal(shape).map { 2 * $0 }
    Reference.addChannels(inputs.normal([shape[1]]), to: &input)
    return (
      ReferenceTensor(input.tensor), inputs.uniform([shape[1]], in: 0.5..<2),
      inputs.normal([shape[1]])
    )
  }

  private func tolerance(_ shape: [Int], _ reference: ReferenceTensor) -> Tolerance {
    .sum(terms: shape[0] * shape[2] * shape[3], magnitude: max(1, reference.magnitude))
  }

  @Test(arguments: shapes, Layout.allCases) func training(_ shape: [Int], _ layout: Layout) {
    let (input, scale, shift) = inputs(shape)
    let (mean, variance) = Reference.channelStatistics(input)
    let expected = Reference.batchNormalization(
      input, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: Double(epsilon))
    for isRectified in [false, true] {
      let (output, state) = batchNormalization(
        training: layout(input), scale: scale.tensor, shift: shift.tensor, epsilon: epsilon,
        relu: isRectified)
      #expect(mismatch(state.statistics.mean, mean, tolerance(shape, input)) == nil)
      #expect(mismatch(state.statistics.variance, variance, tolerance(shape, variance)) == nil)
      #expect(
        mismatch(
          output, isRectified ? expected.map { max($0, 0) } : expected, tolerance(shape, expected))
          == nil)
    }
  }

  @Test(arguments: shapes, Layout.allCases) func inference(_ shape: [Int], _ layout: Layout) {
    let (input, scale, shift) = inputs(shape)
    var more = Inputs(22)
    let (mean, variance) = (more.normal([shape[1]]), more.uniform([shape[1]], in: 0.1..<3))
    let output = batchNormalization(
      layout(input), scale: scale.tensor, shift: shift.tensor, mean: mean.tensor,
      variance: variance.tensor, epsilon: epsilon)
    let expected = Reference.batchNormalization(
      input, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: Double(epsilon))
    #expect(
      mismatch(output, expected, .sum(terms: 8, magnitude: max(1, expected.magnitude))) == nil)
  }

  @Test(arguments: shapes, Layout.allCases) func gradients(_ shape: [Int], _ layout: Layout) {
    let (input, scale, shift) = inputs(shape)
    var more = Inputs(23)
    let outputGradient = more.normal(shape)
    for isRectified in [false, true] {
      let (output, state) = batchNormalization(
        training: layout(input), scale: scale.tensor, shift: shift.tensor, epsilon: epsilon,
        relu: isRectified)
      let passed =
        isRectified
        ? outputGradient.zip(ReferenceTensor(output)) { $1 > 0 ? $0 : 0 } : outputGradient
      let expected = Reference.batchNormalizationGradient(
        passed, input: input, scale: scale, epsilon: Double(epsilon))
      let actual = batchNormalizationGradient(
        layout(outputGradient), input: layout(input), scale: scale.tensor, shift: shift.tensor,
        state: state, epsilon: epsilon)
      #expect(mismatch(actual.input, expected.input, tolerance(shape, expected.input)) == nil)
      #expect(mismatch(actual.scale, expected.scale, tolerance(shape, expected.scale)) == nil)
      #expect(mismatch(actual.shift, expected.shift, tolerance(shape, expected.shift)) == nil)
    }
  }

  @Test func referenceGradientsAgreeWithFiniteDifferences() {
    let (input, scale, shift) = inputs([2, 3, 3, 4])
    var more = Inputs(24)
    let factors = more.normal(input.shape)
    func value(_ x: ReferenceTensor, _ scale: ReferenceTensor, _ shift: ReferenceTensor) -> Double {
      let (mean, variance) = Reference.channelStatistics(x)
      return Reference.batchNormalization(
        x, scale: scale, shift: shift, mean: mean, variance: variance, epsilon: 1e-3
      ).dot(factors)
    }
    let gradient = Reference.batchNormalizationGradient(
      factors, input: input, scale: scale, epsilon: 1e-3)
    #expect(
      finiteDifferenceMismatch(gradient.input, of: { value($0, scale, shift) }, at: input) == nil)
    #expect(
      finiteDifferenceMismatch(gradient.scale, of: { value(input, $0, shift) }, at: scale) == nil)
    #expect(
      finiteDifferenceMismatch(gradient.shift, of: { value(input, scale, $0) }, at: shift) == nil)
  }
}
