import CConvolution
import COneDNN

/// A convolution that computes every output sample as one sum in one fixed order, in our own kernels.
///
/// Below AVX-512, oneDNN computes some kernels as a matrix product and splits their sums by the number of threads. It
/// computes the others in groups of 8 channels, so activations would be converted to and from groups of 16 repeatedly.
struct DirectConvolution {
  private let inputShape: [Int]
  private let outputShape: [Int]
  private let shape: burnish_direct_shape

  /// The kernels that replace oneDNN's, or none if oneDNN's kernels are as good.
  static let preferredKernels: burnish_kernels = {
    switch Engine.instructions {
    case .avx512, .all: BURNISH_KERNELS_NONE
    case .avx2: BURNISH_KERNELS_AVX2
    case .sse41: BURNISH_KERNELS_SSE2
    }
  }()

  /// `nil` for gradients, for empty arrays, and on processors without the instructions.
  init?(_ key: ConvolutionKey, kernels: burnish_kernels = preferredKernels) {
    outputShape = key.outputShape
    guard key.kind == .inference || key.kind == .forward, burnish_processor_has(kernels),
      (key.inputShape + outputShape + key.weightShape).allSatisfy({ $0 > 0 })
    else { return nil }
    inputShape = key.inputShape
    shape = burnish_direct_shape(
      kernels: kernels, images: Int64(inputShape[0]), input: Self.images(inputShape),
      output: Self.images(outputShape), kernel_height: Int64(key.weightShape[2]),
      kernel_width: Int64(key.weightShape[3]), stride: Int64(key.geometry.stride),
      dilation: Int64(key.geometry.dilation), padding_top: Int64(key.geometry.padding.top),
      padding_left: Int64(key.geometry.padding.left))
  }

  private static func images(_ shape: [Int]) -> burnish_direct_images {
    burnish_direct_images(
      group: shape[1] % 16 == 0 ? 16 : 1, channels: Int64(shape[1]), height: Int64(shape[2]),
      width: Int64(shape[3]))
  }

  /// The kernel in the form for ``callAsFunction(_:kernel:bias:activation:)``, for images of any size.
  func kernel(_ weight: Tensor) -> Tensor {
    var shape = shape
    return weight.withUnsafeSamples { samples in
      Tensor(shape: [burnish_direct_kernel_count(&shape)]) { arranged in
        burnish_direct_arrange_kernel(&shape, samples.baseAddress!, arranged.baseAddress!)
      }
    }
  }

  func callAsFunction(
    _ input: Tensor, kernel: Tensor, bias: Tensor?, activation: Activation
  ) -> Tensor {
    let input = input.inLayout(layout(inputShape))
    let output = Tensor.uninitialized(shape: outputShape, layout: layout(outputShape))
    let outputs = outputShape[1]
    let biases = Tensor(shape: [(outputs + 15) / 16 * 16]) { samples in
      samples.update(repeating: 0)
      for (index, value) in (bias?.values ?? []).enumerated() { samples[index] = value }
    }
    let (source, factors) = (input.storage.pointer, kernel.storage.pointer)
    let (first, destination) = (biases.storage.pointer, output.storage.pointer)
    withExtendedLifetime((input, kernel, biases)) {
      Parallel.forEachRange(outputShape[0] * outputShape[2]) { rows in
        var shape = shape
        burnish_direct_convolve(
          &shape, source, factors, first, activation == .relu, destination,
          Int64(rows.lowerBound), Int64(rows.upperBound))
      }
    }
    return activation == .sigmoid ? output.sigmoid() : output
  }

  private func layout(_ shape: [Int]) -> BlockedLayout {
    shape[1] % 16 == 0 ? .channels16(shape) : .plain(shape)
  }
}
