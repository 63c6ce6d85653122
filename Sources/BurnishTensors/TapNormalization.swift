import BurnishCore

// Operations on the taps of each pixel's kernel, in the order of `deformableSample`. The channel of tap `t` for
// phase `p` of a pixel block is `t * phases + p`.

/// Subtracts the mean of its taps from each kernel, so that the taps sum to zero.
/// - Parameters:
///   - kernels: `[N, taps * phases, H, W]`; the channel of tap `t` for phase `p` is
///     `t * phases + p`.
///   - taps: the number of taps of a kernel.
/// - Returns: the kernels in the same shape. The operation is its own adjoint: the gradient is the
///   same function of the output's gradient.
package func subtractTapMean(_ kernels: Tensor, taps: Int) -> Tensor {
  mapTaps([kernels], taps: taps) { stretch in
    let (sums, count) = (stretch.sums, stretch.count)
    for tap in 0..<taps {
      let input = stretch.input(0, tap: tap)
      for index in 0..<count { sums[index] += input[index] }
    }
    let share = 1 / Float(taps)
    for tap in 0..<taps {
      let (input, output) = (stretch.input(0, tap: tap), stretch.output(tap: tap))
      for index in 0..<count { output[index] = input[index] - sums[index] * share }
    }
  }
}

/// Divides each kernel by the sum of its taps, so that the taps sum to one.
///
/// A sum below the smallest normal number counts as that number. See ``subtractTapMean(_:taps:)`` for the
/// parameters.
/// - Parameter kernels: nonnegative.
package func divideByTapSum(_ kernels: Tensor, taps: Int) -> Tensor {
  mapTaps([kernels], taps: taps) { stretch in
    let (sums, count) = (stretch.sums, stretch.count)
    for tap in 0..<taps {
      let input = stretch.input(0, tap: tap)
      for index in 0..<count { sums[index] += input[index] }
    }
    for index in 0..<count { sums[index] = max(sums[index], .leastNormalMagnitude) }
    for tap in 0..<taps {
      let (input, output) = (stretch.input(0, tap: tap), stretch.output(tap: tap))
      for index in 0..<count { output[index] = input[index] / sums[index] }
    }
  }
}

/// The gradient of ``divideByTapSum(_:taps:)`` with respect to the kernels:
/// `(outputGradient − Σ outputGradient · output) / sum`.
package func divideByTapSumGradient(
  _ outputGradient: Tensor, kernels: Tensor, taps: Int
) -> Tensor {
  require(
    outputGradient.shape == kernels.shape,
    "a gradient of shape \(outputGradient.shape) for kernels of shape \(kernels.shape)")
  return mapTaps([kernels, outputGradient], taps: taps) { stretch in
    let (sums, products, count) = (stretch.sums, stretch.products, stretch.count)
    for tap in 0..<taps {
      let (kernels, gradient) = (stretch.input(0, tap: tap), stretch.input(1, tap: tap))
      for index in 0..<count {
        sums[index] += kernels[index]
        products[index] += gradient[index] * kernels[index]
      }
    }
    for index in 0..<count {
      sums[index] = max(sums[index], .leastNormalMagnitude)
      products[index] /= sums[index]
    }
    for tap in 0..<taps {
      let (gradient, output) = (stretch.input(1, tap: tap), stretch.output(tap: tap))
      for index in 0..<count { output[index] = (gradient[index] - products[index]) / sums[index] }
    }
  }
}

/// A range of pixels of one image, with memory for sums over their taps.
private struct TapStretch {
  static let length = 1024

  let inputs: (UnsafePointer<Float>, UnsafePointer<Float>)
  let output: UnsafeMutablePointer<Float>
  /// The distance between a pixel's taps in memory.
  let stride: Int
  let count: Int
  /// One sum for each pixel, initially zero.
  let sums: UnsafeMutablePointer<Float>
  let products: UnsafeMutablePointer<Float>

  func input(_ index: Int, tap: Int) -> UnsafePointer<Float> {
    (index == 0 ? inputs.0 : inputs.1) + tap * stride
  }

  func output(tap: Int) -> UnsafeMutablePointer<Float> { output + tap * stride }
}

/// Runs `body` on ranges of pixels of one or two tensors of kernels.
///
/// Plain samples have the order `[N, taps, phases * H * W]`. If the phases fill whole blocks, blocks of 16
/// channels have the same order except within a tap, so the kernels stay blocked.
@inline(__always)
private func mapTaps(_ inputs: [Tensor], taps: Int, _ body: (TapStretch) -> Void) -> Tensor {
  let shape = inputs[0].shape
  require(
    shape.count == 4 && taps > 0 && shape[1] % taps == 0,
    "kernels of shape \(shape) do not have \(taps) taps")
  let staysBlocked = inputs[0].isChannels16 && shape[1] / taps % 16 == 0
  let layout: BlockedLayout = staysBlocked ? .channels16(shape) : .plain(shape)
  let (first, last) = (inputs.first!.inLayout(layout), inputs.last!.inLayout(layout))
  let output = Tensor.uninitialized(shape: shape, layout: layout)
  let stride = shape[1] / taps * shape[2] * shape[3]
  let length = TapStretch.length
  let stretches = (stride + length - 1) / length
  withoutActuallyEscaping(body) { body in
    Parallel.forEachRange(shape[0] * stretches, grain: 4) { range in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * length) { room in
        for index in range {
          room.update(repeating: 0)
          let pixel = index % stretches * length
          let start = index / stretches * taps * stride + pixel
          body(
            TapStretch(
              inputs: (
                UnsafePointer(first.storage.pointer) + start,
                UnsafePointer(last.storage.pointer) + start
              ), output: output.storage.pointer + start, stride: stride,
              count: min(stride - pixel, length), sums: room.baseAddress!,
              products: room.baseAddress! + length))
        }
      }
    }
  }
  withExtendedLifetime((first, last)) {}
  return output
}
