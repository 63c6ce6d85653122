// Kernels predicted for every pixel, as `deformableSample` takes them: the channel of tap `t` for
// phase `p` of a pixel block is `t * phases + p`. What follows works on the taps of one pixel.

/// Subtracts from each kernel the mean of its taps, so that they sum to zero.
/// - Parameters:
///   - kernels: `[N, taps * phases, H, W]`, the channel of tap `t` for phase `p` being
///     `t * phases + p`.
///   - taps: the number of taps of a kernel.
/// - Returns: the kernels, of the same shape. The operation is its own adjoint: its gradient is the
///   same function of the output's gradient.
public func subtractTapMean(_ kernels: Tensor, taps: Int) -> Tensor {
  mapTaps([kernels], taps: taps) { inputs, output, stride, range in
    let input = inputs[0]
    for position in range {
      var total: Float = 0
      for tap in 0..<taps { total += input[tap &* stride &+ position] }
      let mean = total / Float(taps)
      for tap in 0..<taps {
        let index = tap &* stride &+ position
        output[index] = input[index] - mean
      }
    }
  }
}

/// Divides each kernel by the sum of its taps, so that they sum to one.
///
/// A sum below the least normal number counts as that number. Parameters are those of
/// ``subtractTapMean(_:taps:)``.
/// - Parameter kernels: not negative.
public func divideByTapSum(_ kernels: Tensor, taps: Int) -> Tensor {
  mapTaps([kernels], taps: taps) { inputs, output, stride, range in
    let input = inputs[0]
    for position in range {
      var total: Float = 0
      for tap in 0..<taps { total += input[tap &* stride &+ position] }
      let scale = 1 / max(total, .leastNormalMagnitude)
      for tap in 0..<taps {
        let index = tap &* stride &+ position
        output[index] = input[index] * scale
      }
    }
  }
}

/// The gradient of ``divideByTapSum(_:taps:)`` with respect to the kernels:
/// `(outputGradient − Σ outputGradient · output) / sum`.
public func divideByTapSumGradient(
  _ outputGradient: Tensor, kernels: Tensor, taps: Int
) -> Tensor {
  precondition(
    outputGradient.shape == kernels.shape,
    "a gradient of shape \(outputGradient.shape) for kernels of shape \(kernels.shape)")
  return mapTaps([kernels, outputGradient], taps: taps) { inputs, output, stride, range in
    let (kernels, gradient) = (inputs[0], inputs[1])
    for position in range {
      var (total, product): (Float, Float) = (0, 0)
      for tap in 0..<taps {
        let index = tap &* stride &+ position
        total += kernels[index]
        product += gradient[index] * kernels[index]
      }
      let scale = 1 / max(total, .leastNormalMagnitude)
      let mean = product * scale
      for tap in 0..<taps {
        let index = tap &* stride &+ position
        output[index] = (gradient[index] - mean) * scale
      }
    }
  }
}

/// Runs `body` on stretches of pixels of every image, with the distance between taps in memory.
///
/// Plain samples lie as `[N, taps, phases * H * W]`, and so do blocks of 16 channels where the phases
/// fill whole blocks, but for the order within a tap: there the kernels stay blocked.
@inline(__always)
private func mapTaps(
  _ inputs: [Tensor], taps: Int,
  _ body: (
    _ inputs: [UnsafePointer<Float>], _ output: UnsafeMutablePointer<Float>, _ stride: Int,
    _ positions: Range<Int>
  ) -> Void
) -> Tensor {
  let shape = inputs[0].shape
  precondition(
    shape.count == 4 && taps > 0 && shape[1] % taps == 0,
    "kernels of shape \(shape) do not have \(taps) taps")
  let staysBlocked = inputs[0].isChannels16 && shape[1] / taps % 16 == 0
  let layout: BlockedLayout = staysBlocked ? .channels16(shape) : .plain(shape)
  let inputs = inputs.map { $0.inLayout(layout) }
  let output = Tensor.uninitialized(shape: shape, layout: layout)
  let stride = shape[1] / taps * shape[2] * shape[3]
  let stretch = 4096
  let stretches = (stride + stretch - 1) / stretch
  withoutActuallyEscaping(body) { body in
    Parallel.forEachRange(shape[0] * stretches) { range in
      for index in range {
        let start = index / stretches * taps * stride
        let first = index % stretches * stretch
        body(
          inputs.map { UnsafePointer($0.storage.pointer) + start }, output.storage.pointer + start,
          stride, first..<min(stride, first + stretch))
      }
    }
  }
  return output
}
