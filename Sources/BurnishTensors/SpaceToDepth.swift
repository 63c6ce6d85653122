/// Moves each square block of pixels into the channels of one pixel (PyTorch's `PixelUnshuffle`).
/// - Parameters:
///   - input: `[N, C, H, W]`.
///   - block: the side r of a block; height and width must be multiples of it.
/// - Returns: `[N, C * r * r, H / r, W / r]`; row `dy` and column `dx` of a block of channel `c` are
///   in channel `c * r * r + dy * r + dx`. The gradient is ``depthToSpace(_:block:)``.
public func spaceToDepth(_ input: Tensor, block: Int) -> Tensor {
  let shape = input.shape
  precondition(
    shape.count == 4 && block > 0 && shape[2] % block == 0 && shape[3] % block == 0,
    "an input of shape \(shape) cannot be cut into blocks of \(block) x \(block) pixels")
  return rearranged(
    input, to: [shape[0], shape[1] * block * block, shape[2] / block, shape[3] / block],
    channels: shape[1], block: block, toDepth: true)
}

/// Spreads groups of channels over square blocks of pixels (PyTorch's `PixelShuffle`).
/// - Parameters:
///   - input: `[N, C * r * r, H, W]`, in the order that ``spaceToDepth(_:block:)`` makes.
///   - block: the side r of a block; the number of channels must be a multiple of its square.
/// - Returns: `[N, C, H * r, W * r]`. The gradient is ``spaceToDepth(_:block:)``.
public func depthToSpace(_ input: Tensor, block: Int) -> Tensor {
  let shape = input.shape
  precondition(
    shape.count == 4 && block > 0 && shape[1] % (block * block) == 0,
    "the channels of an input of shape \(shape) do not fill blocks of \(block) x \(block) pixels")
  let channels = shape[1] / (block * block)
  return rearranged(
    input, to: [shape[0], channels, shape[2] * block, shape[3] * block], channels: channels,
    block: block, toDepth: false)
}

private func rearranged(
  _ input: Tensor, to shape: [Int], channels: Int, block: Int, toDepth: Bool
) -> Tensor {
  let deep = toDepth ? shape : input.shape
  let (height, width) = (deep[2], deep[3])
  return input.withUnsafeSamples { samples in
    Tensor(shape: shape) { output in
      guard let samples = samples.baseAddress, let output = output.baseAddress else { return }
      Parallel.forEachRange(deep[0] * channels, grain: 1) { range in
        for plane in range {
          let planeStart = plane * block * block * height * width
          for phase in 0..<block * block {
            let (phaseRow, phaseColumn) = (phase / block, phase % block)
            for row in 0..<height {
              let deepRow = planeStart + (phase * height + row) * width
              let flatRow =
                planeStart + (row * block + phaseRow) * width * block + phaseColumn
              if toDepth {
                for column in 0..<width {
                  output[deepRow &+ column] = samples[flatRow &+ column &* block]
                }
              } else {
                for column in 0..<width {
                  output[flatRow &+ column &* block] = samples[deepRow &+ column]
                }
              }
            }
          }
        }
      }
    }
  }
}
