/// Rows of full-resolution samples read from a tensor whose channels hold `r * r` pixels each group.
///
/// Channel `group * r * r + dy * r + dx` at block row `Y`, block column `X` is the sample of `group`
/// at row `Y * r + dy`, column `X * r + dx`. Samples are reached through strides, so that tensors in
/// the layout of blocks of 16 channels are read where they lie.
struct ChannelGroups {
  private let storage: TensorStorage
  private let subsampling: Int
  private let blockColumns: Int
  /// The number of neighbouring channels that lie side by side in memory.
  private let channelBlock: Int
  private let imageStride: Int
  private let channelBlockStride: Int
  private let phaseStride: Int
  private let rowStride: Int
  private let columnStride: Int

  /// - Parameters:
  ///   - tensor: samples of shape `[N, groups * r * r, H / r, W / r]`.
  ///   - subsampling: the side r of a pixel block.
  init(_ tensor: Tensor, subsampling: Int) {
    let (channels, rows, columns) = (tensor.shape[1], tensor.shape[2], tensor.shape[3])
    let phases = subsampling * subsampling
    // A group must not straddle two blocks of channels.
    let block = tensor.isChannels16 && 16 % phases == 0 ? 16 : 1
    storage = block == 1 ? tensor.plain().storage : tensor.storage
    self.subsampling = subsampling
    blockColumns = columns
    channelBlock = block
    channelBlockStride = rows * columns * block
    imageStride = (channels + block - 1) / block * channelBlockStride
    phaseStride = block == 1 ? rows * columns : 1
    rowStride = columns * block
    columnStride = block
  }

  /// Copies the row `blockRow * r + phaseRow` of `group` in image `image` to `row`.
  @inline(__always)
  func read(
    group: Int, image: Int, blockRow: Int, phaseRow: Int, into row: UnsafeMutablePointer<Float>
  ) {
    let channel = group * subsampling * subsampling
    let source =
      UnsafePointer(storage.pointer) + image * imageStride
      + (channel / channelBlock) * channelBlockStride + channel % channelBlock
      + phaseRow * subsampling * phaseStride + blockRow * rowStride
    if subsampling == 1 && columnStride == 1 {
      row.update(from: source, count: blockColumns)
    } else if subsampling == 4 && phaseStride == 1 {
      for column in 0..<blockColumns {
        let pixels = UnsafeRawPointer(source + column &* columnStride)
          .loadUnaligned(as: SIMD4<Float>.self)
        UnsafeMutableRawPointer(row + column &* 4).storeBytes(of: pixels, as: SIMD4<Float>.self)
      }
    } else {
      for phase in 0..<subsampling {
        let source = source + phase &* phaseStride
        for column in 0..<blockColumns {
          row[column &* subsampling &+ phase] = source[column &* columnStride]
        }
      }
    }
  }

  /// Copies `row` to the row `blockRow * r + phaseRow` of `group` in image `image`.
  ///
  /// The caller must own the tensor's memory alone.
  @inline(__always)
  func write(
    group: Int, image: Int, blockRow: Int, phaseRow: Int, from row: UnsafePointer<Float>
  ) {
    let channel = group * subsampling * subsampling
    let destination =
      storage.pointer + image * imageStride
      + (channel / channelBlock) * channelBlockStride + channel % channelBlock
      + phaseRow * subsampling * phaseStride + blockRow * rowStride
    for phase in 0..<subsampling {
      let destination = destination + phase &* phaseStride
      for column in 0..<blockColumns {
        destination[column &* columnStride] = row[column &* subsampling &+ phase]
      }
    }
  }
}
