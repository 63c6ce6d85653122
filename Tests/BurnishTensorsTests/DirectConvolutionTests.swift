import CConvolution
import Testing
import _TestSupport

@testable import BurnishTensors

/// Our own convolution with each instruction set of this processor.
@Suite(.serialized) struct DirectConvolutionTests {
  private static let kernels = [
    BURNISH_KERNELS_SSE2, BURNISH_KERNELS_AVX2, BURNISH_KERNELS_AVX512,
  ].filter(burnish_processor_has).map(\.rawValue)

  private func convolved(
    _ item: ConvolutionCase, by kernels: burnish_kernels.RawValue, activation: Activation = .none,
    spoiling sample: Int? = nil
  ) throws -> (
    output: Tensor, input: ReferenceTensor, weight: ReferenceTensor, bias: ReferenceTensor?
  ) {
    var inputs = Inputs(17)
    var input = inputs.normal(item.inputShape)
    let weight = inputs.normal(item.weightShape)
    let bias = item.bias ? inputs.normal([item.to]) : nil
    if let sample { input.values[sample] = .nan }
    let key = ConvolutionKey(
      .forward, inputShape: item.inputShape, weightShape: item.weightShape, geometry: item.geometry,
      bias: item.bias, activation: activation)
    let direct = try #require(
      DirectConvolution(key, kernels: burnish_kernels(rawValue: kernels)))
    let output = direct(
      input.tensor, kernel: direct.kernel(weight.tensor), bias: bias?.tensor, activation: activation
    )
    return (output, input, weight, bias)
  }

  @Test(arguments: kernels, ConvolutionCase.all)
  func agreesWithSums(_ kernels: burnish_kernels.RawValue, _ item: ConvolutionCase) throws {
    let (output, input, weight, bias) = try convolved(item, by: kernels)
    let expected = Reference.convolution(
      input, weight: weight, bias: bias, geometry: item.geometry)
    let magnitude = Reference.convolution(
      absolute(input), weight: absolute(weight), bias: bias.map(absolute), geometry: item.geometry)
    let tolerance = Tolerance.sum(
      terms: item.from * item.kernel.height * item.kernel.width + 1, magnitude: magnitude.magnitude)
    #expect(mismatch(output, expected, tolerance) == nil)
    let rectified = try convolved(item, by: kernels, activation: .relu).output
    #expect(rectified.values == output.values.map { max($0, 0) })
    let squashed = try convolved(item, by: kernels, activation: .sigmoid).output
    #expect(byteMismatch(squashed, output.sigmoid()) == nil)
  }

  @Test(arguments: kernels, ConvolutionCase.all)
  func bytesDependNotOnThreads(_ kernels: burnish_kernels.RawValue, _ item: ConvolutionCase) throws
  {
    let one = try withThreadCount(1) { try convolved(item, by: kernels).output }
    for threads in [2, 3, 4, 16] {
      let more = try withThreadCount(threads) { try convolved(item, by: kernels).output }
      #expect(byteMismatch(more, one) == nil, "\(threads) threads")
    }
  }

  /// Both instruction sets multiply and add with one rounding, in the same order.
  @Test(
    .enabled(if: burnish_processor_has(BURNISH_KERNELS_AVX512)), arguments: ConvolutionCase.all)
  func widerVectorsGiveTheSameBytes(_ item: ConvolutionCase) throws {
    let narrow = try convolved(item, by: BURNISH_KERNELS_AVX2.rawValue).output
    let wide = try convolved(item, by: BURNISH_KERNELS_AVX512.rawValue).output
    #expect(byteMismatch(wide, narrow) == nil)
  }

  @Test(arguments: kernels) func whatIsNotANumberStaysSo(_ kernels: burnish_kernels.RawValue) throws
  {
    let item = ConvolutionCase(
      from: 32, to: 16, height: 8, width: 8, kernel: (3, 3), geometry: .same(kernelSize: 3))
    let output = try convolved(item, by: kernels, activation: .relu, spoiling: 9).output
    let spoiled = output.values.indices.filter { output.values[$0].isNaN }
    #expect(spoiled.filter { $0 < 64 } == [0, 1, 2, 8, 9, 10, 16, 17, 18])
    #expect(spoiled.count == 16 * 9)
  }

  @Test func gradientsAreNotTaken() {
    let key = ConvolutionKey(
      .inputGradient, inputShape: [1, 16, 8, 8], weightShape: [16, 16, 3, 3],
      geometry: .same(kernelSize: 3), bias: false)
    #expect(DirectConvolution(key, kernels: BURNISH_KERNELS_SSE2) == nil)
  }
}
