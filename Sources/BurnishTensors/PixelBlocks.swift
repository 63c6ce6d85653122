/// A convolution to very few channels, computed with stride r and r x r pixels at a time.
///
/// oneDNN computes output channels in groups of 16 and discards the extra channels, so a single output
/// channel costs as much as 16. Here, the output pixels of an r x r block become separate
/// channels. Their kernels are the given kernel, shifted by the pixel's position in the block, within
/// a window of (k + r - 1) x (k + r - 1). For 5x5 kernels to one channel, r = 4
/// needs a sixth of the products.
struct PixelBlocks: Sendable {
  let size: Int
  private let weightShape: [Int]

  /// `nil` if blocks would not be cheaper.
  init?(weightShape: [Int], geometry: ConvolutionGeometry) {
    guard weightShape.count == 4, geometry.stride == 1, geometry.dilation == 1,
      weightShape[0] <= 4, weightShape[1] % 16 == 0
    else { return nil }
    func products(_ size: Int) -> Double {
      let channels = (weightShape[0] * size * size + 15) / 16 * 16
      let window = (weightShape[2] + size - 1) * (weightShape[3] + size - 1)
      return Double(channels * window) / Double(size * size)
    }
    let best = [1, 2, 4].min { products($0) < products($1) }!
    guard best > 1 else { return nil }
    size = best
    self.weightShape = weightShape
  }

  private var pixels: Int { size * size }
  private var kernelHeight: Int { weightShape[2] + size - 1 }
  private var kernelWidth: Int { weightShape[3] + size - 1 }

  var blockedWeightShape: [Int] {
    [weightShape[0] * pixels, weightShape[1], kernelHeight, kernelWidth]
  }

  /// The convolution's geometry over blocks. Whole blocks cover the output, which is cropped later.
  func geometry(_ geometry: ConvolutionGeometry, inputShape: [Int]) -> ConvolutionGeometry {
    let output = outputSize(geometry, inputShape: inputShape)
    let rows = (output.height + size - 1) / size * size
    let columns = (output.width + size - 1) / size * size
    var padding = geometry.padding
    padding.bottom = rows + weightShape[2] - 1 - inputShape[2] - padding.top
    padding.right = columns + weightShape[3] - 1 - inputShape[3] - padding.left
    return ConvolutionGeometry(stride: size, padding: padding)
  }

  /// The shifted kernels, of shape `blockedWeightShape`.
  func weight(_ weight: Tensor) -> Tensor {
    weight.withUnsafeSamples { from in
      Tensor(shape: blockedWeightShape) { to in
        to.update(repeating: 0)
        forEachTap { plain, blocked in to[blocked] = from[plain] }
      }
    }
  }

  /// The gradient of the kernel, from the gradient of its shifted copies.
  func weightGradient(_ gradient: Tensor) -> Tensor {
    gradient.withUnsafeSamples { from in
      Tensor(shape: weightShape) { to in
        to.update(repeating: 0)
        forEachTap { plain, blocked in to[plain] += from[blocked] }
      }
    }
  }

  func bias(_ bias: Tensor) -> Tensor {
    Tensor(
      shape: [bias.count * pixels],
      values: bias.values.flatMap { repeatElement($0, count: pixels) })
  }

  func biasGradient(_ gradient: Tensor) -> Tensor {
    let values = gradient.values
    return Tensor(
      shape: [weightShape[0]],
      values: (0..<weightShape[0]).map { channel in
        values[channel * pixels..<(channel + 1) * pixels].reduce(0, +)
      })
  }

  /// Converts blocks back to the output's pixels.
  func output(_ blocks: Tensor, _ geometry: ConvolutionGeometry, inputShape: [Int]) -> Tensor {
    let wanted = outputSize(geometry, inputShape: inputShape)
    let pixels = blocks.channelsInBlocks(size)
    return pixels.cropped(
      by: .init(bottom: pixels.shape[2] - wanted.height, right: pixels.shape[3] - wanted.width))
  }

  /// The gradient of the blocks, from the gradient of the output.
  func blocks(_ outputGradient: Tensor) -> Tensor {
    let (height, width) = (outputGradient.shape[2], outputGradient.shape[3])
    let padded = outputGradient.padded(
      by: .init(
        bottom: (size - height % size) % size, right: (size - width % size) % size), mode: .zero)
    return padded.blocksInChannels(size)
  }

  private func outputSize(
    _ geometry: ConvolutionGeometry, inputShape: [Int]
  ) -> (height: Int, width: Int) {
    geometry.outputSize(
      height: inputShape[2], width: inputShape[3], kernelHeight: weightShape[2],
      kernelWidth: weightShape[3])
  }

  /// Calls `body` with the index of each sample of the kernel and its index in each shifted copy.
  private func forEachTap(_ body: (_ plain: Int, _ blocked: Int) -> Void) {
    let inputs = weightShape[1]
    for output in 0..<weightShape[0] {
      for pixel in 0..<pixels {
        for input in 0..<inputs {
          let plainPlane = (output * inputs + input) * weightShape[2] * weightShape[3]
          let blockedPlane =
            ((output * pixels + pixel) * inputs + input) * kernelHeight * kernelWidth
          for row in 0..<weightShape[2] {
            for column in 0..<weightShape[3] {
              body(
                plainPlane + row * weightShape[3] + column,
                blockedPlane + (row + pixel / size) * kernelWidth + column + pixel % size)
            }
          }
        }
      }
    }
  }
}
