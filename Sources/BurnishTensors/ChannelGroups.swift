/// Reads and writes rows at full resolution in a tensor whose groups of channels hold blocks of `r * r` pixels.
///
/// Channel `group * r * r + dy * r + dx` at block row `Y`, block column `X` is the sample of `group`
/// at row `Y * r + dy`, column `X * r + dx`. Strides address the samples, so tensors in
/// blocks of 16 channels need no copy.
struct ChannelGroups {
  /// The samples, in the layout that the strides describe.
  let tensor: Tensor
  private let storage: TensorStorage
  private let subsampling: Int
  private let blockColumns: Int
  /// The number of neighboring channels that are adjacent in memory.
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
    // A group must not straddle two blocks of channels.
    let block = tensor.isChannels16 && 16 % (subsampling * subsampling) == 0 ? 16 : 1
    self.tensor = block == 1 ? tensor.plain() : tensor
    storage = self.tensor.storage
    self.subsampling = subsampling
    blockColumns = columns
    channelBlock = block
    channelBlockStride = rows * columns * block
    imageStride = (channels + block - 1) / block * channelBlockStride
    phaseStride = block == 1 ? rows * columns : 1
    rowStride = columns * block
    columnStride = block
  }

  /// A tensor for writing. It has blocks of 16 channels, as convolutions prefer, if no group straddles
  /// two blocks.
  init(uninitialized shape: [Int], subsampling: Int) {
    let isBlocked =
      !shape.contains(0) && shape[1] % 16 == 0 && subsampling > 1
      && 16 % (subsampling * subsampling) == 0
    self.init(
      isBlocked
        ? .uninitialized(shape: shape, layout: .channels16(shape)) : Tensor(shape: shape) { _ in },
      subsampling: subsampling)
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
        storeFour(loadFour(source + column &* columnStride), row + column &* 4)
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
  /// No other tensor may share this tensor's memory.
  @inline(__always)
  func write(
    group: Int, image: Int, blockRow: Int, phaseRow: Int, from row: UnsafePointer<Float>
  ) {
    let channel = group * subsampling * subsampling
    let destination =
      storage.pointer + image * imageStride
      + (channel / channelBlock) * channelBlockStride + channel % channelBlock
      + phaseRow * subsampling * phaseStride + blockRow * rowStride
    if subsampling == 4 && phaseStride == 1 {
      for column in 0..<blockColumns {
        storeFour(loadFour(row + column &* 4), destination + column &* columnStride)
      }
      return
    }
    for phase in 0..<subsampling {
      let destination = destination + phase &* phaseStride
      for column in 0..<blockColumns {
        destination[column &* columnStride] = row[column &* subsampling &+ phase]
      }
    }
  }
}
