import CConvolution
import Testing
import _TestSupport

@testable import BurnishTensors

/// The transforms with each instruction set of this processor, compared with sums in double precision.
@Suite struct WinogradConvolutionTests {
  private static let instructions = [BURNISH_KERNELS_AVX2, BURNISH_KERNELS_AVX512].filter {
    burnish_winograd_has($0)
  }.map(\.rawValue)

  /// The cases to which the algorithm applies.
  private static let cases = ConvolutionCase.all.filter {
    $0.kernel == (3, 3) && $0.geometry.stride == 1 && $0.geometry.dilation == 1
      && $0.from % 16 == 0 && $0.to % 16 == 0
  }

  /// The extra rounding errors of the transforms, relative to the largest sum.
  private static let tolerance = 64 * 0x1p-24

  private func expectClose(
    _ actual: Tensor, _ expected: ReferenceTensor, magnitude: ReferenceTensor, _ name: Comment
  ) {
    let tolerance = Tolerance(absolute: Self.tolerance * magnitude.magnitude)
    #expect(mismatch(actual, expected, tolerance) == nil, name)
  }

  @Test(arguments: instructions, cases)
  func agreesWithSums(_ set: burnish_kernels.RawValue, _ item: ConvolutionCase) throws {
    var inputs = Inputs(14)
    let (input, weight) = (inputs.normal(item.inputShape), inputs.normal(item.weightShape))
    let bias = inputs.normal([item.to])
    let key = ConvolutionKey(
      .forward, inputShape: item.inputShape, weightShape: item.weightShape, geometry: item.geometry,
      bias: true)
    let winograd = try #require(
      WinogradConvolution(key, kernels: burnish_kernels(rawValue: set)))

    let output = winograd(
      input.tensor, kernel: winograd.kernel(weight.tensor), bias: bias.tensor, activation: .none)
    expectClose(
      output,
      Reference.convolution(input, weight: weight, bias: bias, geometry: item.geometry),
      magnitude: Reference.convolution(
        absolute(input), weight: absolute(weight), bias: absolute(bias), geometry: item.geometry),
      "the output")

    let mask = inputs.normal(key.outputShape)
    let noted = ReLUMask(uninitialized: key.outputShape)
    let masked = winograd(
      input.tensor, kernel: winograd.kernel(weight.tensor), bias: bias.tensor, activation: .none,
      mask: ReLUMask(mask.tensor), noted: noted)
    #expect(
      masked.values == zip(output.values, mask.values).map { $1 > 0 ? $0 : 0 }, "the kept samples")
    let ones = Tensor(repeating: 1, shape: key.outputShape)
    #expect(
      reluGradient(ones, mask: noted).values == masked.values.map { $0 > 0 ? 1 : 0 },
      "the recorded mask")

    let outputGradient = inputs.normal(key.outputShape)
    func inputGradient(_ a: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
      Reference.convolutionInputGradient(
        a, weight: b, inputShape: item.inputShape, geometry: item.geometry)
    }
    expectClose(
      winograd.inputGradient(outputGradient.tensor, weight: weight.tensor),
      inputGradient(outputGradient, weight),
      magnitude: inputGradient(absolute(outputGradient), absolute(weight)),
      "the gradient of the input")

    func weightGradient(_ a: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
      Reference.convolutionWeightGradient(
        a, input: b, weightShape: item.weightShape, geometry: item.geometry)
    }
    let gradient = winograd.weightGradient(outputGradient.tensor, input: input.tensor, bias: true)
    expectClose(
      gradient.weight, weightGradient(outputGradient, input),
      magnitude: weightGradient(absolute(outputGradient), absolute(input)),
      "the gradient of the kernel")
    let sums = try #require(gradient.bias)
    expectClose(
      sums, Reference.channelSum(outputGradient),
      magnitude: Reference.channelSum(absolute(outputGradient)), "the gradient of the bias")
  }

  @Test func instructionsAreThoseOfTheProcessor() {
    #expect(!burnish_winograd_has(BURNISH_KERNELS_NONE))
    let best = WinogradConvolution.bestKernels
    #expect(best == BURNISH_KERNELS_NONE || burnish_winograd_has(best))
  }
}
