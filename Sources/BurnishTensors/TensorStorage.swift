/// The memory of a tensor: samples in one layout. The primitive that makes it writes it once, and it is
/// written again only while a single tensor holds it.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  /// `nil` for plain row-major samples.
  let layout: BlockedLayout?
  private let bytes: Int

  /// Uninitialized memory for `count` plain samples.
  init(plain count: Int) {
    let memory = BufferPool.shared.acquire(bytes: count * MemoryLayout<Float>.stride)
    pointer = memory.pointer.assumingMemoryBound(to: Float.self)
    bytes = memory.bytes
    layout = nil
  }

  /// Uninitialized memory for a tensor in a blocked layout.
  init(blocked layout: BlockedLayout) {
    let memory = BufferPool.shared.acquire(bytes: layout.byteCount)
    pointer = memory.pointer.assumingMemoryBound(to: Float.self)
    bytes = memory.bytes
    self.layout = layout
  }

  deinit { BufferPool.shared.release(UnsafeMutableRawPointer(pointer), bytes: bytes) }
}
