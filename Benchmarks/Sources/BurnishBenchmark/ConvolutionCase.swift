import BurnishTensors

/// One 3x3 convolution of 64 to 64 channels at 640x480 with bias and ReLU, through `Tensor`. It keeps the weights in
/// the primitive's layout, like the C program.
struct CompiledConvolutionCase: BenchmarkCase {
  private let operands: ConvolutionOperands
  private let convolution: CompiledConvolution

  init(files: BenchmarkFiles) throws {
    operands = try ConvolutionOperands(files: files)
    convolution = CompiledConvolution(
      weight: operands.weight, bias: operands.bias, geometry: .same(kernelSize: 3),
      activation: .relu)
  }

  func run() -> Tensor { convolution(operands.input) }
}

/// The same convolution, through the function that takes plain weights in every call.
struct ConvolutionCase: BenchmarkCase {
  private let operands: ConvolutionOperands

  init(files: BenchmarkFiles) throws { operands = try ConvolutionOperands(files: files) }

  func run() -> Tensor {
    operands.input.convolved(
      weight: operands.weight, bias: operands.bias, geometry: .same(kernelSize: 3),
      activation: .relu)
  }
}

/// The operands. The input has the blocked layout that a layer gets from the layer before it.
private struct ConvolutionOperands {
  let input: Tensor
  let weight: Tensor
  let bias: Tensor

  init(files: BenchmarkFiles) throws {
    let tensors = try files.samples(
      "convolution.f32", shapes: [[1, 64, 480, 640], [64, 64, 3, 3], [64]])
    (weight, bias) = (tensors[1], tensors[2])
    // A convolution with the identity changes no sample.
    let identity = Tensor(shape: [64, 64, 1, 1]) { samples in
      for index in samples.indices { samples[index] = index % 65 == 0 ? 1 : 0 }
    }
    input = tensors[0].convolved(weight: identity, geometry: .same(kernelSize: 1))
    precondition(!input.isPlain, "the convolution's output lies in plain order")
  }
}
