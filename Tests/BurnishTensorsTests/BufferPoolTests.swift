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

  /// A network asks for the same sizes in each run. From the third run on, nothing is allocated.
  @Test func runsOfANetworkNeedNoNewBuffers() {
    let pool = BufferPool(limit: 512 * Self.megabyte)
    /// Layers of these sizes, of which two are alive at a time, as in DJFR at 640x480.
    func run() -> Set<UnsafeMutableRawPointer> {
      var pointers: Set<UnsafeMutableRawPointer> = []
      var input: (pointer: UnsafeMutableRawPointer, bytes: Int)?
      for size in [80, 40, 4, 125, 62] {
        let output = pool.acquire(bytes: size * Self.megabyte)
        pointers.insert(output.pointer)
        if let input { pool.release(input.pointer, bytes: input.bytes) }
        input = output
      }
      if let input { pool.release(input.pointer, bytes: input.bytes) }
      return pointers
    }
    var known: Set<UnsafeMutableRawPointer> = []
    for _ in 0..<2 { known.formUnion(run()) }
    let state = pool.state
    for _ in 0..<3 {
      #expect(run().isSubset(of: known))
      #expect(pool.state == state)
    }
    #expect(state.kept <= state.maximumUse + state.maximumUse / BufferPool.slack)
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
