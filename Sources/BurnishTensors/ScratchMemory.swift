import Synchronization

/// The memory that primitives use while they run.
///
/// One buffer, as large as the largest request so far, serves all primitives that run one after
/// another. Requests differ in size, and a separate buffer for each would dwarf the activations.
final class ScratchMemory: Sendable {
  static let shared = ScratchMemory(limit: MemoryCache.standardLimit, pool: .shared)

  private struct Buffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer
    let bytes: Int
  }

  private struct State: Sendable {
    var spare: Buffer?
    /// The size of the largest buffer that was kept since the last removal; it may be in use at the moment.
    var reserved = 0
    var limit: Int
  }

  private let state: Mutex<State>
  private let pool: BufferPool?

  /// - Parameters:
  ///   - limit: the largest number of unused bytes to keep.
  ///   - pool: a pool that keeps the less, the more is kept here.
  init(limit: Int, pool: BufferPool? = nil) {
    state = Mutex(State(limit: limit))
    self.pool = pool
  }

  deinit { state.withLock { $0.spare.map { BufferPool.deallocate($0.pointer) } } }

  /// The number of unused bytes that are kept.
  var spareBytes: Int { state.withLock { $0.spare?.bytes ?? 0 } }

  /// The largest number of unused bytes to keep. A lower limit frees the buffer at once.
  var limit: Int {
    get { state.withLock { $0.limit } }
    set {
      state.withLock { $0.limit = newValue }
      free(above: newValue)
    }
  }

  /// Frees the unused buffer.
  func removeAll() { free(above: 0) }

  /// Frees the unused buffer if it has more than `bytes`.
  private func free(above bytes: Int) {
    let freed = state.withLock { state -> Buffer? in
      if state.reserved > bytes {
        state.reserved = 0
        pool?.reserve(0)
      }
      guard let spare = state.spare, spare.bytes > bytes else { return nil }
      state.spare = nil
      return spare
    }
    if let freed { BufferPool.deallocate(freed.pointer) }
  }

  /// Calls `body` with at least `bytes` of uninitialized memory, aligned to 64 bytes. Only `body` uses it
  /// until it returns.
  func withBuffer<Result>(bytes: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    let buffer = acquire(bytes: bytes)
    defer { release(buffer) }
    return body(buffer.pointer)
  }

  private func acquire(bytes: Int) -> Buffer {
    let found = state.withLock { state in
      defer { state.spare = nil }
      return state.spare
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
    let surplus = state.withLock { state -> Buffer? in
      if buffer.bytes > state.limit || (state.spare?.bytes ?? 0) >= buffer.bytes { return buffer }
      if buffer.bytes > state.reserved {
        state.reserved = buffer.bytes
        pool?.reserve(buffer.bytes)
      }
      defer { state.spare = buffer }
      return state.spare
    }
    if let surplus { BufferPool.deallocate(surplus.pointer) }
  }
}
