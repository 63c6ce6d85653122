import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory for samples, kept for reuse when it is given back.
///
/// Fresh pages cost as much as a pass over them, so that a network whose every activation is fresh
/// runs markedly slower than one whose activations return to the same pages. What is kept never takes
/// more than a quarter more memory than was once in use at the same time: where images of many sizes follow each
/// other, the oldest buffers make room for new ones. Without the quarter the steps of a training, which need the same
/// buffers over and over, would drop just those that they need next.
final class BufferPool: Sendable {
  static let shared = BufferPool(limit: 1 << 30)

  private struct Kept: @unchecked Sendable {
    /// The oldest first.
    var buffers: [(pointer: UnsafeMutableRawPointer, bytes: Int)] = []
    /// Of the buffers.
    var total = 0
    /// The bytes that are in use, and the most that ever were.
    var used = 0
    var greatestUse = 0

    mutating func use(_ bytes: Int) {
      used += bytes
      greatestUse = max(greatestUse, used)
    }

    /// Takes the oldest buffers out until no more bytes than `limit` are left.
    mutating func dropped(above limit: Int) -> [UnsafeMutableRawPointer] {
      var dropped: [UnsafeMutableRawPointer] = []
      while total > limit {
        let oldest = buffers.removeFirst()
        total -= oldest.bytes
        dropped.append(oldest.pointer)
      }
      return dropped
    }
  }

  /// The share of the greatest use that may be kept beyond it, as its reciprocal.
  static let slack = 4

  private let limit: Int
  private let kept = Mutex(Kept())

  /// - Parameter limit: the most bytes that are kept while nobody uses them.
  init(limit: Int) { self.limit = limit }

  deinit { kept.withLock { $0.dropped(above: 0) }.forEach(Self.deallocate) }

  /// Buffers smaller than this come from the system's allocator at no cost worth saving.
  private static let smallest = 1 << 16

  /// Returns uninitialized memory of at least `bytes`, aligned to 64 bytes, and its real size.
  func acquire(bytes: Int) -> (pointer: UnsafeMutableRawPointer, bytes: Int) {
    if Self.rounded(bytes) >= Self.smallest {
      let found = kept.withLock { kept -> (UnsafeMutableRawPointer, Int)? in
        // The latest of those that suit best: caches may still hold its lines.
        let candidates = kept.buffers.indices.reversed().filter {
          let size = kept.buffers[$0].bytes
          return size >= bytes && size <= bytes + bytes / 4
        }
        guard
          let best = candidates.min(by: {
            kept.buffers[$0].bytes < kept.buffers[$1].bytes
          })
        else { return nil }
        let buffer = kept.buffers.remove(at: best)
        kept.total -= buffer.bytes
        kept.use(buffer.bytes)
        return (buffer.pointer, buffer.bytes)
      }
      if let found { return found }
      kept.withLock { kept in
        kept.use(Self.rounded(bytes))
        let most = kept.greatestUse + kept.greatestUse / Self.slack
        return kept.dropped(above: most - kept.used)
      }.forEach(Self.deallocate)
    }
    return Self.allocate(bytes: bytes)
  }

  /// The bytes that are kept while nobody uses them, those that are in use, and the most that ever were, of
  /// buffers that are not too small to be kept.
  var state: (kept: Int, used: Int, greatestUse: Int) {
    kept.withLock { ($0.total, $0.used, $0.greatestUse) }
  }

  /// The most bytes that were in use at the same time during `body` beyond those before it.
  func greatestUse(during body: () throws -> Void) rethrows -> Int {
    let (before, greatest) = kept.withLock { kept in
      let state = (kept.used, kept.greatestUse)
      kept.greatestUse = kept.used
      return state
    }
    defer { kept.withLock { $0.greatestUse = max($0.greatestUse, greatest) } }
    try body()
    return kept.withLock { $0.greatestUse } - before
  }

  private static func rounded(_ bytes: Int) -> Int { (max(bytes, 64) + 63) & ~63 }

  /// Fresh memory; ``deallocate(_:)`` gives it back to the system.
  static func allocate(bytes: Int) -> (pointer: UnsafeMutableRawPointer, bytes: Int) {
    let rounded = rounded(bytes)
    let isLarge = rounded >= 1 << 21
    var pointer: UnsafeMutableRawPointer?
    let status = posix_memalign(&pointer, isLarge ? 1 << 21 : 64, rounded)
    guard status == 0, let pointer else {
      preconditionFailure("out of memory: \(rounded) bytes were asked for")
    }
    #if os(Linux)
      if isLarge { madvise(pointer, rounded, Self.hugePages) }
    #endif
    return (pointer, rounded)
  }

  func release(_ pointer: UnsafeMutableRawPointer, bytes: Int) {
    guard bytes >= Self.smallest else { return Self.deallocate(pointer) }
    let surplus = kept.withLock { kept -> [UnsafeMutableRawPointer] in
      kept.buffers.append((pointer, bytes))
      kept.total += bytes
      kept.used -= bytes
      return kept.dropped(above: limit)
    }
    surplus.forEach(Self.deallocate)
  }

  static func deallocate(_ pointer: UnsafeMutableRawPointer) { free(pointer) }

  #if os(Linux)
    /// `MADV_HUGEPAGE`, which the C library's module does not export.
    private static let hugePages: Int32 = 14
  #endif
}
