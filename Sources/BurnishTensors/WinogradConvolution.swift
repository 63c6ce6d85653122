import BurnishCore
import CConvolution
import COneDNN
import Synchronization

/// A convolution of stride 1 by 3x3 kernels with Winograd's minimal filtering F(4x4, 3x3). It needs a quarter of
/// the products (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016).
///
/// Its rounding errors are about ten times as large as those of the direct sum.
struct WinogradConvolution {
  private let inputShape: [Int]
  private let weightShape: [Int]
  private let outputShape: [Int]
  private let geometry: ConvolutionGeometry
  private let kernels: burnish_kernels
  /// Read only once, so that a later change of the number does not change the parts of this computation.
  private let threads: Int

  /// The best kernels for this processor, within the limit that oneDNN also follows.
  static let bestKernels: burnish_kernels = {
    let known: [(InstructionSet, burnish_kernels)] = [
      (.avx512, BURNISH_KERNELS_AVX512), (.avx2, BURNISH_KERNELS_AVX2),
    ]
    return known.first { $0 <= Engine.instructions && burnish_winograd_has($1) }?.1
      ?? BURNISH_KERNELS_NONE
  }()

  /// `nil` if the algorithm does not apply. This is so for other kernels, for channels that do not form groups of 16,
  /// if whole tiles would cover far more than the output, and without AVX2.
  init?(
    _ key: ConvolutionKey, kernels: burnish_kernels = bestKernels
  ) {
    let (weightShape, geometry) = (key.weightShape, key.geometry)
    guard weightShape[2...] == [3, 3], geometry.stride == 1, geometry.dilation == 1,
      weightShape[0] % 16 == 0, weightShape[1] % 16 == 0, weightShape[0] * weightShape[1] > 0,
      max(geometry.padding.top, geometry.padding.left) <= 2, burnish_winograd_has(kernels)
    else { return nil }
    inputShape = key.inputShape
    outputShape = key.outputShape
    self.weightShape = weightShape
    self.geometry = geometry
    self.kernels = kernels
    threads = key.threads
    var shape = shape()
    let covered = 16 * Int(burnish_winograd_tiles(&shape))
    guard covered > 0, covered <= 2 * outputShape[0] * outputShape[2] * outputShape[3]
    else { return nil }
  }

  /// The kernel in the form for ``callAsFunction(_:kernel:bias:activation:mask:noted:)``.
  func kernel(_ weight: Tensor) -> Tensor { transformed(weight, mirrored: false) }

  /// - Parameters:
  ///   - mask: a mask of the output's shape. The output becomes 0 where a bit is not set.
  ///   - noted: receives a mask of the output's shape; not available with a sigmoid.
  func callAsFunction(
    _ input: Tensor, kernel: Tensor, bias: Tensor?, activation: Activation, mask: ReLUMask? = nil,
    noted: ReLUMask? = nil
  ) -> Tensor {
    require(
      [mask, noted].allSatisfy { $0 == nil || $0!.shape == outputShape },
      "the masks are not of the output's shape \(outputShape)")
    let bias = bias?.plain()
    let output = withExtendedLifetime((bias, mask, noted)) {
      convolve(
        input, shape: shape(), to: outputShape, kernel,
        burnish_winograd_finish(
          bias: bias.map { UnsafePointer($0.storage.pointer) }, relu: activation == .relu,
          mask: mask.map { UnsafePointer($0.bits) }, signs: noted?.bits))
    }
    return activation == .sigmoid ? output.sigmoid() : output
  }

  /// The gradient with respect to the input: the output's gradient, convolved with the mirrored kernel.
  func inputGradient(_ outputGradient: Tensor, weight: Tensor) -> Tensor {
    let shape = shape(
      from: outputShape, to: inputShape,
      padding: (2 - geometry.padding.top, 2 - geometry.padding.left))
    return convolve(
      outputGradient, shape: shape, to: inputShape, transformed(weight, mirrored: true),
      burnish_winograd_finish())
  }

  /// The gradients with respect to kernel and bias, as plain tensors.
  func weightGradient(
    _ outputGradient: Tensor, input: Tensor, bias: Bool
  ) -> (weight: Tensor, bias: Tensor?) {
    let source = input.inLayout(.channels16(inputShape))
    let gradient = outputGradient.inLayout(.channels16(outputShape))
    // Every thread has separate sums, which are added in a fixed order.
    let (kernelCount, outputs) = (kernelCount, weightShape[0])
    let length = bias ? kernelCount + outputs : kernelCount
    let sums = Tensor(zeros: [threads, length])
    let first = sums.storage.pointer
    forEachRangeOfTiles(shape()) { shape, thread, tiles, scratch in
      let sums = first + thread * length
      burnish_winograd_add_kernel_gradient(
        &shape, source.storage.pointer, gradient.storage.pointer, Int64(tiles.lowerBound),
        Int64(tiles.upperBound), sums, bias ? sums + kernelCount : nil, scratch)
    }
    Parallel.forEachRange(length) { range in
      for thread in 1..<max(1, threads) {
        for index in range { first[index] += first[thread * length + index] }
      }
    }
    let weight = Tensor(shape: weightShape) { samples in
      burnish_winograd_kernel_gradient(
        kernels, first, Int64(outputs), Int64(weightShape[1]), samples.baseAddress!)
    }
    let biasGradient =
      bias
      ? Tensor(shape: [outputs]) { samples in
        samples.baseAddress!.update(from: first + kernelCount, count: outputs)
      } : nil
    withExtendedLifetime((source, gradient, sums)) {}
    return (weight, biasGradient)
  }

  private func transformed(_ weight: Tensor, mirrored: Bool) -> Tensor {
    weight.withUnsafeSamples { samples in
      Tensor(shape: [kernelCount]) { result in
        burnish_winograd_transform_kernel(
          kernels, samples.baseAddress!, Int64(weightShape[0]), Int64(weightShape[1]),
          mirrored,
          result.baseAddress!)
      }
    }
  }

  private func convolve(
    _ input: Tensor, shape: burnish_winograd_shape, to outputShape: [Int], _ kernel: Tensor,
    _ finish: burnish_winograd_finish
  ) -> Tensor {
    let source = input.inLayout(.channels16(input.shape))
    let output = Tensor.uninitialized(shape: outputShape, layout: .channels16(outputShape))
    forEachPartOfTiles(shape) { shape, tiles, scratch in
      var finish = finish
      burnish_winograd_convolve(
        &shape, source.storage.pointer, kernel.storage.pointer, &finish, output.storage.pointer,
        Int64(tiles.lowerBound), Int64(tiles.upperBound), scratch)
    }
    withExtendedLifetime((source, kernel)) {}
    return output
  }

  /// The number of tiles computed together. Other numbers leave some registers empty.
  private static let batch = 24

  /// Calls `body` with parts of the tiles. Each free thread takes the next part. Parts become smaller toward the end,
  /// so no thread waits long for a delayed one. The result must not depend on which thread computes which tiles.
  private func forEachPartOfTiles(
    _ shape: burnish_winograd_shape,
    _ body: (
      _ shape: inout burnish_winograd_shape, _ tiles: Range<Int>,
      _ scratch: UnsafeMutableRawPointer
    ) -> Void
  ) {
    let done = Mutex(0)
    forEachThread(shape) { shape, _, count, scratch in
      while true {
        let part = done.withLock { done in
          let share = (count - done) / (2 * threads)
          let size = max(Self.batch, (share + Self.batch - 1) / Self.batch * Self.batch)
          defer { done = min(done + size, count) }
          return done..<min(done + size, count)
        }
        guard !part.isEmpty else { return }
        body(&shape, part, scratch)
      }
    }
  }

  /// Calls `body` with the range of tiles of each thread and with separate scratch memory. The ranges depend only on
  /// the number of threads.
  private func forEachRangeOfTiles(
    _ shape: burnish_winograd_shape,
    _ body: (
      _ shape: inout burnish_winograd_shape, _ thread: Int, _ tiles: Range<Int>,
      _ scratch: UnsafeMutableRawPointer
    ) -> Void
  ) {
    forEachThread(shape) { shape, thread, count, scratch in
      let tiles = count * thread / threads..<count * (thread + 1) / threads
      body(&shape, thread, tiles, scratch)
    }
  }

  /// Calls `body` on each thread with the number of all tiles and with separate scratch memory.
  private func forEachThread(
    _ shape: burnish_winograd_shape,
    _ body: (
      _ shape: inout burnish_winograd_shape, _ thread: Int, _ tiles: Int,
      _ scratch: UnsafeMutableRawPointer
    ) -> Void
  ) {
    var shape = shape
    let tiles = Int(burnish_winograd_tiles(&shape))
    let bytes = burnish_winograd_scratch_bytes(&shape)
    ScratchMemory.shared.withBuffer(bytes: threads * bytes) { scratch in
      Parallel.forEachRange(threads) { range in
        for thread in range {
          var shape = shape
          body(&shape, thread, tiles, scratch + thread * bytes)
        }
      }
    }
  }

  private var kernelCount: Int {
    burnish_winograd_kernel_count(Int64(weightShape[1]), Int64(weightShape[0]))
  }

  private func shape() -> burnish_winograd_shape {
    shape(
      from: inputShape, to: outputShape, padding: (geometry.padding.top, geometry.padding.left))
  }

  private func shape(
    from input: [Int], to output: [Int], padding: (top: Int, left: Int)
  ) -> burnish_winograd_shape {
    burnish_winograd_shape(
      kernels: kernels, images: Int64(input[0]), input_channels: Int64(input[1]),
      input_height: Int64(input[2]), input_width: Int64(input[3]),
      output_channels: Int64(output[1]), output_height: Int64(output[2]),
      output_width: Int64(output[3]), padding_top: Int64(padding.top),
      padding_left: Int64(padding.left))
  }
}
