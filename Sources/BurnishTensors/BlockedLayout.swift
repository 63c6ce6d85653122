import BurnishCore
import COneDNN

/// A memory layout other than plain row-major order, chosen by a oneDNN primitive.
final class BlockedLayout: @unchecked Sendable {
  let handle: OpaquePointer

  /// Takes ownership of `handle`.
  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { burnish_layout_destroy(handle) }

  /// The memory size of an array in bytes, including padding.
  var byteCount: Int { burnish_layout_bytes(handle) }

  static func plain(_ shape: [Int]) -> BlockedLayout {
    let extents = shape.isEmpty ? [1] : shape.map(Int64.init)
    guard let handle = burnish_layout_plain(extents, Int32(extents.count)) else {
      fatalError("oneDNN has no layout for the shape \(shape)")
    }
    return BlockedLayout(handle)
  }

  /// The layout of images in groups of 16 channels, with the channel innermost.
  static func channels16(_ shape: [Int]) -> BlockedLayout {
    require(shape.count == 4, "a shape [N, C, H, W] was expected, not \(shape)")
    guard let handle = burnish_layout_channels16(shape.map(Int64.init)) else {
      fatalError("oneDNN has no blocked layout for the shape \(shape)")
    }
    return BlockedLayout(handle)
  }

  func isEqual(to other: BlockedLayout) -> Bool {
    self === other || burnish_layout_equal(handle, other.handle)
  }

  func reorder(
    from source: UnsafePointer<Float>, to other: BlockedLayout,
    at destination: UnsafeMutablePointer<Float>
  ) {
    Engine.startIfNeeded()
    let done = burnish_reorder(
      handle, source, other.handle, destination, Int32(Parallel.threadCount))
    require(done, "oneDNN could not reorder an array")
  }

  func reorder(
    from source: UnsafePointer<Float>, toPlain destination: UnsafeMutablePointer<Float>,
    shape: [Int]
  ) {
    reorder(from: source, to: .plain(shape), at: destination)
  }
}

extension Tensor {
  /// The tensor in `layout`; returns the tensor itself if it already has that layout.
  func inLayout(_ layout: BlockedLayout) -> Tensor {
    let current = storage.layout ?? .plain(shape)
    if current.isEqual(to: layout) { return self }
    if layout.isEqual(to: .plain(shape)) { return plain() }
    let result = Tensor(shape: shape, storage: TensorStorage(blocked: layout))
    current.reorder(from: storage.pointer, to: layout, at: result.storage.pointer)
    return result
  }

  /// A tensor with uninitialized samples in `layout`.
  static func uninitialized(shape: [Int], layout: BlockedLayout) -> Tensor {
    layout.isEqual(to: .plain(shape))
      ? Tensor(shape: shape, storage: TensorStorage(plain: shape.reduce(1, *)))
      : Tensor(shape: shape, storage: TensorStorage(blocked: layout))
  }

  /// The number of floats in memory, including padding.
  var storedCount: Int {
    storage.layout.map { $0.byteCount / MemoryLayout<Float>.stride } ?? count
  }

  /// Whether the layout has groups of 16 channels, with the channel innermost, and no padding.
  var isChannels16: Bool {
    guard let layout = storage.layout, shape.count == 4, shape[1] % 16 == 0 else { return false }
    return layout.isEqual(to: .channels16(shape))
  }
}
