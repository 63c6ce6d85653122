import Synchronization

/// The memory that primitives use while they run.
///
/// One buffer, as large as the largest request so far, serves all primitives that run one after
/// another. Requests differ in size, and a separate buffer for each would dwarf the activations.
final class ScratchMemory: Sendable {
  static let shared = ScratchMemory(limit: 1 << 30)

  private struct Buffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let bytes: Int
  }

  private let limit: Int
  private let spare = Mutex<Buffer?>(nil)

  /// - Parameter limit: the largest number of unused bytes to keep.
  init(limit: Int) { self.limit = limit }

  deinit { spare.withLock { $0.map { BufferPool.deallocate($0.pointer) } } }

  /// The number of unused bytes that are kept.
  var spareBytes: Int { spare.withLock { $0?.bytes ?? 0 } }

  /// Calls `body` with at least `bytes` of uninitialized memory, aligned to 64 bytes. Only `body` uses it
  /// until it returns.
  func withBuffer<Result>(bytes: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    let buffer = acquire(bytes: bytes)
    defer { release(buffer) }
    return body(buffer.pointer)
  }

  private func acquire(bytes: Int) -> Buffer {
    let found = spare.withLock { spare in
      defer { spare = nil }
      return spare
    }
    if let found {
      if found.bytes >= bytes { return found }
      // Free the old buffer first, so that both never exist at once.
      BufferPool.deallocate(found.pointer)
    }
    let memory = BufferPool.allocate(bytes: bytes)
    return Buffer(pointer: memory.pointer, bytes: memory.bytes)
  }

  private func release(_ buffer: Buffer) {
    let surplus = spare.withLock { spare -> Buffer? in
      if buffer.bytes > limit || (spare?.bytes ?? 0) >= buffer.bytes { return buffer }
      defer { spare = buffer }
      return spare
    }
    if let surplus { BufferPool.deallocate(surplus.pointer) }
  }
}
