import Foundation
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

  // What concerns the whole process is tested in one of its own, because other suites compute meanwhile.

  @Test func theProcessesCacheHasASizeAndALimit() async {
    await #expect(processExitsWith: .success) {
      let megabyte = 1 << 20
      #expect(MemoryCache.limit == 1 << 30 && MemoryCache.size == 0)
      _ = Tensor(zeros: [64 * megabyte / 4])
      _ = Tensor(zeros: [8 * megabyte / 4])
      #expect(MemoryCache.size == 72 * megabyte)
      MemoryCache.limit = 16 * megabyte
      #expect(MemoryCache.limit == 16 * megabyte && MemoryCache.size == 8 * megabyte)
      _ = Tensor(zeros: [64 * megabyte / 4])
      #expect(MemoryCache.size <= 16 * megabyte)
      MemoryCache.limit = -1
      #expect(MemoryCache.limit == 0 && MemoryCache.size == 0)
      _ = Tensor(zeros: [8 * megabyte / 4])
      #expect(MemoryCache.size == 0)
    }
  }

  #if canImport(Glibc)
    @Test func removedMemoryGoesBackToTheSystem() async {
      await #expect(processExitsWith: .success) {
        func residentBytes() throws -> Int {
          let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
          return try #require(Int(text.split(separator: " ")[1])) * Int(getpagesize())
        }
        // Below the size at which the C library maps memory, and above.
        for bytes in [1 << 18, 1 << 26] {
          let tensors = (0..<(1 << 28) / bytes).map { _ in
            Tensor(repeating: 1, shape: [bytes / 4])
          }
          // Convolutions have scratch memory and primitives, too.
          _ = tensors[0].reshaped(to: [1, 16, 64, bytes / 4096]).convolved(
            weight: Tensor(repeating: 1, shape: [32, 16, 5, 5]), geometry: .same(kernelSize: 5))
        }
        let before = try residentBytes()
        #expect(MemoryCache.size >= 1 << 28)
        MemoryCache.removeAll()
        #expect(MemoryCache.size == 0)
        #expect(try residentBytes() < before - (250 << 20))
      }
    }
  #endif

  /// Some of everything that is kept: oneDNN's primitives and our own kernels, reorderings, and compiled weights.
  private struct Work: Sendable {
    let input, weight, strided: Tensor
    let compiled: CompiledConvolution

    init() {
      var inputs = Inputs(96)
      input = inputs.normal([1, 16, 91, 97]).tensor
      weight = inputs.normal([32, 16, 3, 3], standardDeviation: 0.1).tensor
      strided = inputs.normal([16, 32, 3, 3], standardDeviation: 0.1).tensor
      compiled = CompiledConvolution(
        weight: strided, bias: nil, geometry: .init(stride: 2, padding: 1), activation: .relu)
    }

    func result() -> Tensor {
      let features = input.convolved(weight: weight, geometry: .same(kernelSize: 3))
      let (normal, _) = batchNormalization(
        training: features, scale: Tensor(repeating: 1, shape: [32]), shift: Tensor(zeros: [32]),
        epsilon: 1e-5)
      return compiled(normal).maxPooled().output.sigmoid().plain()
    }
  }

  /// Primitives, kernels, and buffers come and go; what is computed stays the same.
  @Test func removalWhileOthersComputeChangesNothing() async {
    let work = Work()
    let alone = work.result()
    var (mismatches, removals) = ([String](), 0)
    await withTaskGroup(of: [String].self) { group in
      for _ in 0..<4 {
        group.addTask { (0..<40).compactMap { _ in byteMismatch(work.result(), alone) } }
      }
      group.addTask {
        for _ in 0..<400 {
          MemoryCache.removeAll()
          await Task.yield()
        }
        return ["removed"]
      }
      for await part in group {
        if part == ["removed"] { removals += 1 } else { mismatches += part }
      }
    }
    #expect(mismatches == [])
    #expect(removals == 1)
  }
}
