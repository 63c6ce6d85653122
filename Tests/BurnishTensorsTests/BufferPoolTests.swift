import Testing

@testable import BurnishTensors

@Suite struct BufferPoolTests {
  private static let megabyte = 1 << 20

  @Test func buffersOfAboutTheSizeAreUsedAgain() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    let first = pool.acquire(bytes: Self.megabyte)
    pool.release(first.pointer, bytes: first.bytes)
    let again = pool.acquire(bytes: Self.megabyte - 5000)
    #expect(again == first)
    let other = pool.acquire(bytes: Self.megabyte - 5000)
    #expect(other.pointer != first.pointer)
    #expect(pool.state == (0, first.bytes + other.bytes, first.bytes + other.bytes))
    for buffer in [again, other] { pool.release(buffer.pointer, bytes: buffer.bytes) }
  }

  /// Used and kept buffers together take at most a quarter more than the peak use, here three megabytes.
  @Test func whatIsKeptTakesLittleMoreThanWasInUse() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    let buffers = (0..<3).map { _ in pool.acquire(bytes: Self.megabyte) }
    for buffer in buffers { pool.release(buffer.pointer, bytes: buffer.bytes) }
    #expect(pool.state == (3 * Self.megabyte, 0, 3 * Self.megabyte))
    let large = pool.acquire(bytes: 2 * Self.megabyte)
    #expect(pool.state == (Self.megabyte, 2 * Self.megabyte, 3 * Self.megabyte))
    // The two oldest buffers were freed.
    let last = pool.acquire(bytes: Self.megabyte)
    #expect(last.pointer == buffers[2].pointer)
    for buffer in [large, last] { pool.release(buffer.pointer, bytes: buffer.bytes) }
    #expect(pool.state == (3 * Self.megabyte, 0, 3 * Self.megabyte))
    let larger = pool.acquire(bytes: 5 * Self.megabyte)
    #expect(pool.state == (Self.megabyte, 5 * Self.megabyte, 5 * Self.megabyte))
    pool.release(larger.pointer, bytes: larger.bytes)
  }

  @Test func theLimitHoldsAndSmallBuffersAreNotKept() {
    let pool = BufferPool(limit: 2 * Self.megabyte)
    let buffers = (0..<3).map { _ in pool.acquire(bytes: Self.megabyte) }
    for buffer in buffers { pool.release(buffer.pointer, bytes: buffer.bytes) }
    #expect(pool.state.kept == 2 * Self.megabyte)
    for bytes in [0, 1, 1000, (1 << 16) - 64] {
      let small = pool.acquire(bytes: bytes)
      #expect(small.bytes >= bytes && pool.state.used == 0)
      pool.release(small.pointer, bytes: small.bytes)
    }
    // Rounded up, this size no longer counts as small.
    let edge = pool.acquire(bytes: (1 << 16) - 1)
    #expect(pool.state.used == 1 << 16)
    pool.release(edge.pointer, bytes: edge.bytes)
    #expect(pool.state.used == 0)
  }
}
