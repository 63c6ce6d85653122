import Foundation
import Testing
import _TestSupport

@testable import BurnishTensors

/// A convolution's shapes and geometry.
struct ConvolutionCase: Sendable, CustomTestStringConvertible {
  var images = 1
  var from: Int
  var to: Int
  var height: Int
  var width: Int
  var kernel: (height: Int, width: Int)
  var geometry: ConvolutionGeometry
  var bias = true

  var inputShape: [Int] { [images, from, height, width] }
  var weightShape: [Int] { [to, from, kernel.height, kernel.width] }

  var testDescription: String {
    "\(inputShape) by \(weightShape) stride \(geometry.stride) dilation \(geometry.dilation)"
      + " padding \(geometry.padding)\(bias ? " with bias" : "")"
  }

  static let all: [ConvolutionCase] = [
    .init(from: 1, to: 1, height: 1, width: 1, kernel: (1, 1), geometry: .valid),
    .init(images: 2, from: 16, to: 5, height: 1, width: 1, kernel: (1, 1), geometry: .valid),
    .init(
      images: 2, from: 3, to: 16, height: 9, width: 7, kernel: (3, 3),
      geometry: .same(kernelSize: 3)),
    .init(
      from: 16, to: 17, height: 8, width: 11, kernel: (3, 3), geometry: .same(kernelSize: 3),
      bias: false),
    .init(from: 17, to: 3, height: 10, width: 9, kernel: (5, 5), geometry: .same(kernelSize: 5)),
    .init(
      images: 3, from: 16, to: 32, height: 12, width: 13, kernel: (3, 3),
      geometry: .init(stride: 2, padding: 1)),
    .init(
      from: 32, to: 16, height: 13, width: 15, kernel: (3, 3),
      geometry: .same(kernelSize: 3, dilation: 2)),
    .init(from: 3, to: 5, height: 14, width: 16, kernel: (9, 9), geometry: .same(kernelSize: 9)),
    .init(
      from: 1, to: 4, height: 11, width: 6, kernel: (2, 4),
      geometry: .init(
        stride: 3, padding: .init(top: 1, left: 0, bottom: 2, right: 3), dilation: 1)),
    .init(from: 16, to: 16, height: 6, width: 5, kernel: (1, 1), geometry: .init(stride: 2)),
    // Few outputs from many inputs, which are computed in blocks of pixels.
    .init(
      images: 2, from: 32, to: 1, height: 11, width: 10, kernel: (5, 5),
      geometry: .same(kernelSize: 5)),
    .init(
      from: 16, to: 3, height: 9, width: 13, kernel: (3, 3),
      geometry: .init(padding: .init(top: 0, left: 2, bottom: 1, right: 0)), bias: false),
    // Channels in groups of 16, which use Winograd's tiles: whole and partial tiles, panels of one to four
    // vectors, and every kind of border.
    .init(
      from: 64, to: 64, height: 18, width: 21, kernel: (3, 3),
      geometry: .same(kernelSize: 3)),
    .init(
      images: 3, from: 16, to: 80, height: 7, width: 6, kernel: (3, 3),
      geometry: .same(kernelSize: 3), bias: false),
    .init(from: 32, to: 48, height: 10, width: 13, kernel: (3, 3), geometry: .valid),
    .init(
      images: 2, from: 48, to: 32, height: 3, width: 40, kernel: (3, 3),
      geometry: .init(padding: .init(top: 2, left: 0, bottom: 1, right: 2))),
    .init(
      from: 16, to: 16, height: 3, width: 3, kernel: (3, 3),
      geometry: .init(padding: .init(top: 0, left: 1, bottom: 4, right: 5))),
  ]

  /// Cases that are small enough for finite differences of every coordinate.
  static let small = all.filter { item in
    let weights = item.weightShape.reduce(1, *)
    return (weights + item.inputShape.reduce(1, *)) * weights * item.height * item.width
      < 40_000_000
  }
}

@Suite struct ConvolutionTests {
  /// Winograd's transforms multiply samples by up to 8 along either axis and scale the sums back, so they
  /// round more than the bound for a plain sum of few terms allows.
  private static let winograd = 64

  private func inputs(
    _ item: ConvolutionCase
  ) -> (input: ReferenceTensor, weight: ReferenceTensor, bias: ReferenceTensor?) {
    var inputs = Inputs(11)
    return (
      inputs.normal(item.inputShape), inputs.normal(item.weightShape),
      item.bias ? inputs.normal([item.to]) : nil
    )
  }

  private func bound(_ terms: Int, _ magnitude: ReferenceTensor) -> Tolerance {
    .sum(terms: max(terms, Self.winograd), magnitude: magnitude.magnitude)
  }

  @Test(arguments: ConvolutionCase.all, Layout.allCases)
  func forward(_ item: ConvolutionCase, _ layout: Layout) {
    let (input, weight, bias) = inputs(item)
    let expected = Reference.convolution(
      input, weight: weight, bias: bias, geometry: item.geometry)
    let magnitude = Reference.convolution(
      absolute(input), weight: absolute(weight), bias: bias.map(absolute), geometry: item.geometry)
    let tolerance = bound(item.from * item.kernel.height * item.kernel.width, magnitude)
    let actual = layout(input).convolved(
      weight: weight.tensor, bias: bias?.tensor, geometry: item.geometry)
    #expect(mismatch(actual, expected, tolerance) == nil)
    let rectified = layout(input).convolved(
      weight: weight.tensor, bias: bias?.tensor, geometry: item.geometry, activation: .relu)
    #expect(mismatch(rectified, expected.map { max($0, 0) }, tolerance) == nil)
    let compiled = CompiledConvolution(
      weight: weight.tensor, bias: bias?.tensor, geometry: item.geometry)
    for _ in 0..<2 {
      #expect(mismatch(compiled(layout(input)), expected, tolerance) == nil)
    }
    let (output, mask) = CompiledConvolution(
      weight: weight.tensor, bias: bias?.tensor, geometry: item.geometry, activation: .relu
    ).withMask(layout(input))
    #expect(mismatch(output, expected.map { max($0, 0) }, tolerance) == nil)
    let ones = Tensor(repeating: 1, shape: output.shape)
    #expect(reluGradient(ones, mask: mask).values == output.values.map { $0 > 0 ? 1 : 0 })
  }

  @Test func whatIsNotANumberStaysSo() {
    var inputs = Inputs(13)
    var input = inputs.normal([1, 32, 8, 8]).tensor
    input.withUnsafeMutableSamples { $0[9] = .nan }
    let output = input.convolved(
      weight: inputs.normal([16, 32, 3, 3]).tensor, geometry: .same(kernelSize: 3),
      activation: .relu)
    for sample in [0, 1, 2, 8, 9, 10, 16, 17, 18] { #expect(output.values[sample].isNaN) }
  }

  @Test(arguments: ConvolutionCase.all, Layout.allCases)
  func gradients(_ item: ConvolutionCase, _ layout: Layout) throws {
    let (input, weight, _) = inputs(item)
    let shape = Reference.convolutionShape(
      input: item.inputShape, weight: item.weightShape, geometry: item.geometry)
    var more = Inputs(12)
    let outputGradient = more.normal(shape)

    let inputGradient = convolutionInputGradient(
      layout(outputGradient), weight: weight.tensor, inputShape: item.inputShape,
      geometry: item.geometry)
    func referenceInputGradient(_ a: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
      Reference.convolutionInputGradient(
        a, weight: b, inputShape: item.inputShape, geometry: item.geometry)
    }
    #expect(
      mismatch(
        inputGradient, referenceInputGradient(outputGradient, weight),
        bound(
          item.to * item.kernel.height * item.kernel.width,
          referenceInputGradient(absolute(outputGradient), absolute(weight)))) == nil)

    let gradients = convolutionWeightGradient(
      layout(outputGradient), input: layout(input), weightShape: item.weightShape,
      geometry: item.geometry, bias: item.bias)
    func referenceWeightGradient(_ a: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
      Reference.convolutionWeightGradient(
        a, input: b, weightShape: item.weightShape, geometry: item.geometry)
    }
    let pixels = item.images * shape[2] * shape[3]
    #expect(
      mismatch(
        gradients.weight, referenceWeightGradient(outputGradient, input),
        bound(pixels, referenceWeightGradient(absolute(outputGradient), absolute(input)))) == nil)
    #expect((gradients.bias != nil) == item.bias)
    if let bias = gradients.bias {
      #expect(
        mismatch(
          bias, Reference.channelSum(outputGradient),
          bound(pixels, Reference.channelSum(absolute(outputGradient)))) == nil)
    }
  }

  /// Cases whose input gradient is computed as another convolution.
  private static let reversible = ConvolutionCase.all.filter {
    let padding = $0.geometry.padding
    return $0.geometry.stride == 1 && $0.geometry.dilation == 1
      && max(padding.top, padding.bottom) < $0.kernel.height
      && max(padding.left, padding.right) < $0.kernel.width
  }

  @Test(arguments: reversible, Layout.allCases)
  func compiledInputGradient(_ item: ConvolutionCase, _ layout: Layout) {
    let (_, weight, _) = inputs(item)
    var more = Inputs(15)
    let outputGradient = more.normal(
      Reference.convolutionShape(
        input: item.inputShape, weight: item.weightShape, geometry: item.geometry))
    let mask = more.normal(item.inputShape)
    func reference(_ a: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
      Reference.convolutionInputGradient(
        a, weight: b, inputShape: item.inputShape, geometry: item.geometry)
    }
    var expected = reference(outputGradient, weight)
    let tolerance = bound(
      item.to * item.kernel.height * item.kernel.width,
      reference(absolute(outputGradient), absolute(weight)))
    let compiled = CompiledConvolution(inputGradientOf: weight.tensor, geometry: item.geometry)
    #expect(mismatch(compiled(layout(outputGradient)), expected, tolerance) == nil)
    for index in expected.values.indices where mask.values[index] <= 0 {
      expected.values[index] = 0
    }
    let masked = compiled(layout(outputGradient), gradientOf: ReLUMask(layout(mask)))
    #expect(mismatch(masked, expected, tolerance) == nil)
    #expect(zip(masked.values, mask.values).allSatisfy { $1 > 0 || $0 == 0 })
  }

  @Test(arguments: ConvolutionCase.small)
  func referenceGradientsAgreeWithFiniteDifferences(_ item: ConvolutionCase) {
    let (input, weight, bias) = inputs(item)
    var more = Inputs(14)
    let output = Reference.convolution(
      input, weight: weight, bias: bias, geometry: item.geometry)
    let factors = more.normal(output.shape)
    #expect(
      finiteDifferenceMismatch(
        Reference.convolutionInputGradient(
          factors, weight: weight, inputShape: item.inputShape, geometry: item.geometry),
        of: {
          Reference.convolution($0, weight: weight, bias: bias, geometry: item.geometry)
            .dot(factors)
        }, at: input) == nil)
    #expect(
      finiteDifferenceMismatch(
        Reference.convolutionWeightGradient(
          factors, input: input, weightShape: item.weightShape, geometry: item.geometry),
        of: {
          Reference.convolution(input, weight: $0, bias: bias, geometry: item.geometry)
            .dot(factors)
        }, at: weight) == nil)
  }

  @Test func sigmoidFollowsInTheSamePass() {
    var inputs = Inputs(15)
    let (input, weight) = (inputs.normal([1, 3, 6, 7]), inputs.normal([16, 3, 3, 3]))
    let geometry = ConvolutionGeometry.same(kernelSize: 3)
    let expected = Reference.convolution(input, weight: weight, bias: nil, geometry: geometry)
      .map { 1 / (1 + exp(-$0)) }
    let actual = input.tensor.convolved(
      weight: weight.tensor, geometry: geometry, activation: .sigmoid)
    #expect(mismatch(actual, expected, Tolerance(absolute: 1e-5)) == nil)
  }
}
