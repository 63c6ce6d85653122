import Testing
import _TestSupport

@testable import BurnishTensors

/// Padding and cropping, and the normalization of kernels over their taps.
@Suite struct MarginTests {
  static let paddings: [ConvolutionGeometry.Padding] = [
    .init(0), .init(2), .init(top: 1, left: 0, bottom: 3, right: 5),
    .init(top: 0, left: 7, bottom: 0, right: 0),
  ]

  @Test(arguments: paddings, [BorderMode.zero, .replicate, .circular, .reflect])
  func padding(_ padding: ConvolutionGeometry.Padding, _ mode: BorderMode) {
    for shape in [[2, 3, 4, 5], [1, 16, 1, 6], [1, 1, 1, 1]] {
      var inputs = Inputs(101)
      let input = inputs.normal(shape)
      let expected = Reference.pad(input, by: padding, mode: mode)
      let outputGradient = inputs.normal(expected.shape)
      let gradient = Reference.padGradient(
        outputGradient, inputShape: shape, by: padding, mode: mode)
      for layout in Layout.allCases {
        #expect(mismatch(layout(input).padded(by: padding, mode: mode), expected, .exact) == nil)
        #expect(mismatch(layout(expected).cropped(by: padding), input, .exact) == nil)
        #expect(
          mismatch(
            padGradient(layout(outputGradient), by: padding, mode: mode), gradient,
            .sum(terms: expected.count, magnitude: gradient.magnitude)) == nil)
      }
      #expect(
        finiteDifferenceMismatch(
          gradient,
          of: { Reference.pad($0, by: padding, mode: mode).dot(outputGradient) }, at: input) == nil)
    }
  }

  @Test(arguments: [
    ([2, 9, 5, 7], 9), ([1, 144, 3, 5], 9), ([2, 36, 4, 3], 9), ([1, 64, 40, 30], 4),
  ])
  func tapNormalization(_ shape: [Int], _ taps: Int) {
    var inputs = Inputs(102)
    let (kernels, outputGradient) = (inputs.uniform(shape, in: 0.1..<1), inputs.normal(shape))
    for layout in Layout.allCases {
      let tolerance = Tolerance.sum(terms: 2 * taps, magnitude: 8)
      #expect(
        mismatch(
          subtractTapMean(layout(kernels), taps: taps),
          Reference.subtractTapMean(kernels, taps: taps), tolerance) == nil)
      #expect(
        mismatch(
          divideByTapSum(layout(kernels), taps: taps),
          Reference.divideByTapSum(kernels, taps: taps), tolerance) == nil)
      for other in Layout.allCases {
        #expect(
          mismatch(
            divideByTapSumGradient(layout(outputGradient), kernels: other(kernels), taps: taps),
            Reference.divideByTapSumGradient(outputGradient, kernels: kernels, taps: taps),
            .sum(terms: 4 * taps, magnitude: 2 * outputGradient.magnitude)) == nil)
      }
    }
  }

  @Test func referenceTapGradientsAgreeWithFiniteDifferences() {
    var inputs = Inputs(103)
    let shape = [2, 8, 2, 3]
    let (kernels, factors) = (inputs.uniform(shape, in: 0.1..<1), inputs.normal(shape))
    #expect(
      finiteDifferenceMismatch(
        Reference.divideByTapSumGradient(factors, kernels: kernels, taps: 4),
        of: { Reference.divideByTapSum($0, taps: 4).dot(factors) }, at: kernels) == nil)
    // Subtracting the mean is its own adjoint.
    #expect(
      finiteDifferenceMismatch(
        Reference.subtractTapMean(factors, taps: 4),
        of: { Reference.subtractTapMean($0, taps: 4).dot(factors) }, at: kernels) == nil)
  }
}
