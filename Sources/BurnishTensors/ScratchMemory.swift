import Synchronization

/// The memory in which primitives keep what they need while they run.
///
/// One buffer, as large as the largest request so far, serves all primitives that run one after
/// another: their requests differ in size, and a buffer for each would dwarf the activations.
final class ScratchMemory: Sendable {
  static let shared = ScratchMemory(limit: 1 << 30)

  private struct Buffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let bytes: Int
  }

  private let limit: Int
  private let spare = Mutex<Buffer?>(nil)

  /// - Parameter limit: the most bytes that are kept while nobody uses them.
  init(limit: Int) { self.limit = limit }

  deinit { spare.withLock { $0.map { BufferPool.deallocate($0.pointer) } } }

  /// Bytes kept while nobody uses them.
  var spareBytes: Int { spare.withLock { $0?.bytes ?? 0 } }

  /// Calls `body` with uninitialized memory of at least `bytes`, aligned to 64 bytes, that is its own
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
      // Before the larger one is there, so that both never exist at once.
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
