import BurnishCore

extension Tensor {
  /// Moves each square block of pixels of `[N, C, H, W]` into the channels of one pixel (PyTorch's `PixelUnshuffle`).
  /// - Parameter block: the side r of a block; height and width must be multiples of it.
  /// - Returns: `[N, C * r * r, H / r, W / r]`; row `dy` and column `dx` of a block of channel `c` are
  ///   in channel `c * r * r + dy * r + dx`. The gradient is ``channelsInBlocks(_:)``.
  public func blocksInChannels(_ block: Int) -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && block > 0 && shape[2] % block == 0 && shape[3] % block == 0,
      "an input of shape \(shape) cannot be cut into blocks of \(block) x \(block) pixels")
    let deepShape = [shape[0], shape[1] * block * block, shape[2] / block, shape[3] / block]
    let groups = ChannelGroups(uninitialized: deepShape, subsampling: block)
    withUnsafeSamples { samples in
      guard let samples = samples.baseAddress else { return }
      forEachFlatRow(shape) { row, image, channel, y in
        groups.write(
          group: channel, image: image, blockRow: y / block, phaseRow: y % block,
          from: samples + row * shape[3])
      }
    }
    return groups.tensor
  }

  /// Spreads groups of channels over square blocks of pixels (PyTorch's `PixelShuffle`).
  /// The tensor is `[N, C * r * r, H, W]`, in the order of ``blocksInChannels(_:)``.
  /// - Parameter block: the side r of a block; the number of channels must be a multiple of its square.
  /// - Returns: `[N, C, H * r, W * r]`. The gradient is ``blocksInChannels(_:)``.
  public func channelsInBlocks(_ block: Int) -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && block > 0 && shape[1] % (block * block) == 0,
      "the channels of an input of shape \(shape) do not fill blocks of \(block) x \(block) pixels")
    let groups = ChannelGroups(self, subsampling: block)
    let flatShape = [shape[0], shape[1] / (block * block), shape[2] * block, shape[3] * block]
    return Tensor(shape: flatShape) { output in
      guard let output = output.baseAddress else { return }
      forEachFlatRow(flatShape) { row, image, channel, y in
        groups.read(
          group: channel, image: image, blockRow: y / block, phaseRow: y % block,
          into: output + row * flatShape[3])
      }
    }
  }
}

/// Calls `body` with the index of each row of images, its image, its channel, and its index there.
private func forEachFlatRow(
  _ shape: [Int], _ body: (_ row: Int, _ image: Int, _ channel: Int, _ y: Int) -> Void
) {
  withoutActuallyEscaping(body) { body in
    Parallel.forEachRange(shape[0] * shape[1] * shape[2], grain: 32) { range in
      for row in range {
        let plane = row / shape[2]
        body(row, plane / shape[1], plane % shape[1], row % shape[2])
      }
    }
  }
}
