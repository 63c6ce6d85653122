import Foundation
import Synchronization
import Testing
import _TestSupport

@testable import BurnishTensors

/// The cache of the process. Other suites compute meanwhile, so exact sizes are tested on pools of their own.
@Suite(.serialized) struct MemoryCacheTests {
  private static let megabyte = 1 << 20

  private func filled(_ pool: BufferPool, _ sizes: [Int]) -> [UnsafeMutableRawPointer] {
    let buffers = sizes.map { pool.acquire(bytes: $0 * Self.megabyte) }
    for buffer in buffers { pool.release(buffer.pointer, bytes: buffer.bytes) }
    return buffers.map(\.pointer)
  }

  @Test func aLowerLimitFreesTheOldestBuffersAtOnce() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    let buffers = filled(pool, [1, 2, 3])
    pool.limit = 5 * Self.megabyte
    #expect(pool.limit == 5 * Self.megabyte && pool.state.kept == 5 * Self.megabyte)
    let newest = pool.acquire(bytes: 3 * Self.megabyte)
    #expect(newest.pointer == buffers[2])
    pool.limit = 0
    #expect(pool.state.kept == 0)
    pool.release(newest.pointer, bytes: newest.bytes)
    #expect(pool.state.kept == 0 && pool.state.used == 0)
  }

  @Test func nothingInUseIsFreed() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    _ = filled(pool, [2, 2, 2])
    let used = pool.acquire(bytes: 2 * Self.megabyte)
    memset(used.pointer, 0x5a, used.bytes)
    pool.removeAll()
    // The peak is that of the buffers in use, so that later work decides what is kept.
    #expect(pool.state == (0, 2 * Self.megabyte, 2 * Self.megabyte))
    let other = pool.acquire(bytes: 2 * Self.megabyte)
    memset(other.pointer, 0, other.bytes)
    let bytes = UnsafeRawBufferPointer(start: used.pointer, count: used.bytes)
    #expect(bytes.allSatisfy { $0 == 0x5a })
    for buffer in [used, other] { pool.release(buffer.pointer, bytes: buffer.bytes) }
    #expect(pool.state.kept == 4 * Self.megabyte)
  }

  /// The limit holds for both together.
  @Test func scratchMemoryAndPoolShareALimit() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    let scratch = ScratchMemory(limit: 8 * Self.megabyte, pool: pool)
    _ = filled(pool, [2, 2, 2])
    scratch.withBuffer(bytes: 4 * Self.megabyte) { _ in }
    #expect(scratch.spareBytes == 4 * Self.megabyte && pool.state.kept == 4 * Self.megabyte)
    // While primitives use the buffer, its room stays free.
    scratch.withBuffer(bytes: 4 * Self.megabyte) { _ in
      _ = filled(pool, [2, 2, 2])
      #expect(pool.state.kept == 4 * Self.megabyte)
    }
    scratch.limit = 3 * Self.megabyte
    #expect(scratch.spareBytes == 0)
    _ = filled(pool, [2, 2, 2, 2, 2])
    #expect(pool.state.kept == 8 * Self.megabyte)
    scratch.withBuffer(bytes: 2 * Self.megabyte) { _ in }
    #expect(scratch.spareBytes == 2 * Self.megabyte && pool.state.kept == 6 * Self.megabyte)
    scratch.removeAll()
    #expect(scratch.spareBytes == 0)
  }

  @Test func aMeasurementOutlastsRemoval() {
    let pool = BufferPool(limit: 8 * Self.megabyte)
    let most = pool.maximumUse {
      _ = filled(pool, [2, 3])
      pool.removeAll()
      _ = filled(pool, [1])
    }
    #expect(most == 5 * Self.megabyte)
  }

  @Test func theProcessesCacheHasASizeAndALimit() {
    #expect(MemoryCache.limit == 1 << 30)
    let bytes = 64 * Self.megabyte
    _ = Tensor(zeros: [bytes / 4])
    #expect(MemoryCache.size >= bytes)
    defer { MemoryCache.limit = 1 << 30 }
    MemoryCache.limit = 16 * Self.megabyte
    #expect(MemoryCache.limit == 16 * Self.megabyte && MemoryCache.size <= 16 * Self.megabyte)
    _ = Tensor(zeros: [bytes / 4])
    #expect(MemoryCache.size <= 16 * Self.megabyte)
    MemoryCache.limit = -1
    #expect(MemoryCache.limit == 0 && MemoryCache.size == 0)
  }

  #if canImport(Glibc)
    private func residentBytes() throws -> Int {
      let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
      return try #require(Int(fields[1])) * Int(getpagesize())
    }

    @Test func removedMemoryGoesBackToTheSystem() throws {
      // Below the size at which the C library maps memory, and above.
      for extent in [1 << 18, 1 << 26] {
        let count = (1 << 28) / extent
        _ = (0..<count).map { _ in Tensor(shape: [extent / 4]) { $0.initialize(repeating: 1) } }
        let before = try residentBytes()
        #expect(MemoryCache.size >= 1 << 28)
        MemoryCache.removeAll()
        #expect(try residentBytes() < before - 200 * Self.megabyte)
      }
    }
  #endif

  /// Primitives, kernels, and buffers come and go; what is computed stays the same.
  @Test func removalWhileOthersComputeChangesNothing() async {
    var inputs = Inputs(96)
    let (input, weight, strided) = (
      inputs.normal([1, 16, 91, 97]).tensor,
      inputs.normal([32, 16, 3, 3], standardDeviation: 0.1).tensor,
      inputs.normal([16, 32, 3, 3], standardDeviation: 0.1).tensor
    )
    let compiled = CompiledConvolution(
      weight: strided, bias: nil, geometry: .init(stride: 2, padding: 1), activation: .relu)
    @Sendable func work() -> Tensor {
      let features = input.convolved(weight: weight, geometry: .same(kernelSize: 3))
      let (normal, _) = batchNormalization(
        training: features, scale: Tensor(repeating: 1, shape: [32]), shift: Tensor(zeros: [32]), epsilon: 1e-5)
      return compiled(normal).maxPooled().output.sigmoid().plain()
    }
    let alone = work()
    let (running, removals) = (Atomic<Int>(4), Atomic<Int>(0))
    let mismatches = await withTaskGroup(of: [String].self) { group in
      for _ in 0..<4 {
        group.addTask {
          defer { running.subtract(1, ordering: .sequentiallyConsistent) }
          return (0..<40).compactMap { _ in byteMismatch(work(), alone) }
        }
      }
      let thread = Thread {
        while running.load(ordering: .sequentiallyConsistent) > 0 {
          MemoryCache.removeAll()
          removals.add(1, ordering: .relaxed)
        }
      }
      thread.start()
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(mismatches == [])
    #expect(removals.load(ordering: .relaxed) > 0)
  }
}
