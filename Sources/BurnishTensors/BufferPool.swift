import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pool of memory for samples that reuses returned buffers.
///
/// Writing to fresh pages costs as much as a pass over them. A network whose activations return to the same pages
/// therefore runs much faster than one whose activations are all fresh. Kept and used buffers together never exceed
/// the peak use by more than a quarter. If images of many sizes follow each other, the oldest buffers make room for
/// new ones. Training steps need the same buffers repeatedly. Without the extra quarter, the pool would drop the
/// buffers that they need next.
final class BufferPool: Sendable {
  static let shared: BufferPool = {
    MemoryPressure.respond()
    return BufferPool(limit: MemoryCache.standardLimit)
  }()

  private struct Kept: @unchecked Sendable {
    /// From oldest to newest.
    var buffers: [(pointer: UnsafeMutableRawPointer, bytes: Int)] = []
    /// The total size of the buffers in bytes.
    var total = 0
    /// The number of bytes in use, and its peak since the pool was last emptied.
    var used = 0
    var maximumUse = 0
    /// The peak of the number of bytes in use since a measurement began.
    var measuredUse = 0
    /// The largest number of unused bytes to keep, and what others keep of it.
    var limit: Int
    var reserved = 0

    init(limit: Int) { self.limit = limit }

    mutating func use(_ bytes: Int) {
      used += bytes
      maximumUse = max(maximumUse, used)
      measuredUse = max(measuredUse, used)
    }

    /// The number of bytes that kept and used buffers may have together.
    var most: Int { maximumUse + maximumUse / BufferPool.slack }

    /// Takes a kept buffer of at least `bytes` into use; `nil` if none fits.
    ///
    /// A buffer fits if it is at most a quarter larger. Buffers of up to twice the size also fit if a new buffer
    /// would push out others. The next run of the same network would need those again.
    mutating func reused(_ bytes: Int) -> (pointer: UnsafeMutableRawPointer, bytes: Int)? {
      let peak = max(maximumUse, used + bytes)
      let isFull = total + used + bytes > peak + peak / BufferPool.slack
      let largest = isFull ? 2 * bytes : bytes + bytes / 4
      // The latest of the best fits, because caches may still hold its lines.
      let best = buffers.indices.reversed().filter { (bytes...largest).contains(buffers[$0].bytes) }
        .min { buffers[$0].bytes < buffers[$1].bytes }
      guard let best else { return nil }
      let buffer = buffers.remove(at: best)
      total -= buffer.bytes
      use(buffer.bytes)
      return buffer
    }

    /// Removes the oldest buffers until the limit holds.
    mutating func droppedBeyondLimit() -> [UnsafeMutableRawPointer] {
      dropped(above: max(0, limit - reserved))
    }

    /// Removes the oldest buffers until at most `limit` bytes are left.
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

  /// The reciprocal of the share of the peak use that the pool may keep beyond it.
  static let slack = 4

  private let kept: Mutex<Kept>

  /// - Parameter limit: the largest number of unused bytes to keep.
  init(limit: Int) { kept = Mutex(Kept(limit: limit)) }

  deinit { kept.withLock { $0.dropped(above: 0) }.forEach(Self.deallocate) }

  /// The system's allocator returns smaller buffers at no significant cost.
  private static let smallest = 1 << 16

  /// Returns uninitialized memory of at least `bytes`, aligned to 64 bytes, and its real size.
  func acquire(bytes: Int) -> (pointer: UnsafeMutableRawPointer, bytes: Int) {
    if Self.rounded(bytes) >= Self.smallest {
      let found = kept.withLock { $0.reused(bytes) }
      if let found { return found }
      kept.withLock { kept in
        kept.use(Self.rounded(bytes))
        return kept.dropped(above: kept.most - kept.used)
      }.forEach(Self.deallocate)
    }
    return Self.allocate(bytes: bytes)
  }

  /// The number of kept bytes and of used bytes, and the peak use. Only buffers that are large enough to keep count.
  var state: (kept: Int, used: Int, maximumUse: Int) {
    kept.withLock { ($0.total, $0.used, $0.maximumUse) }
  }

  /// The largest number of unused bytes to keep. A lower limit frees buffers at once.
  var limit: Int {
    get { kept.withLock { $0.limit } }
    set {
      kept.withLock { kept in
        kept.limit = newValue
        return kept.droppedBeyondLimit()
      }.forEach(Self.deallocate)
    }
  }

  /// Leaves `bytes` of the limit to others.
  func reserve(_ bytes: Int) {
    kept.withLock { kept in
      kept.reserved = bytes
      return kept.droppedBeyondLimit()
    }.forEach(Self.deallocate)
  }

  /// Frees all kept buffers. From now on, the pool keeps what later work needs, not what earlier work needed.
  func removeAll() {
    kept.withLock { kept in
      kept.maximumUse = kept.used
      return kept.dropped(above: 0)
    }.forEach(Self.deallocate)
  }

  /// The peak number of bytes in use during `body`, beyond the bytes in use before it.
  func maximumUse(during body: () throws -> Void) rethrows -> Int {
    let (before, measured) = kept.withLock { kept in
      let state = (kept.used, kept.measuredUse)
      kept.measuredUse = kept.used
      return state
    }
    defer { kept.withLock { $0.measuredUse = max($0.measuredUse, measured) } }
    try body()
    return kept.withLock { $0.measuredUse } - before
  }

  private static func rounded(_ bytes: Int) -> Int { (max(bytes, 64) + 63) & ~63 }

  /// Allocates fresh memory. ``deallocate(_:)`` returns it to the system.
  static func allocate(bytes: Int) -> (pointer: UnsafeMutableRawPointer, bytes: Int) {
    let rounded = rounded(bytes)
    let isLarge = rounded >= 1 << 21
    var pointer: UnsafeMutableRawPointer?
    let status = posix_memalign(&pointer, isLarge ? 1 << 21 : 64, rounded)
    guard status == 0, let pointer else {
      fatalError("out of memory: \(rounded) bytes were asked for")
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
      return kept.droppedBeyondLimit()
    }
    surplus.forEach(Self.deallocate)
  }

  static func deallocate(_ pointer: UnsafeMutableRawPointer) { free(pointer) }

  #if os(Linux)
    /// `MADV_HUGEPAGE`, which the C library's module does not export.
    private static let hugePages: Int32 = 14
  #endif
}
