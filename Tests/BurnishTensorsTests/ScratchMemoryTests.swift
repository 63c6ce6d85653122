import Testing

@testable import BurnishTensors

@Suite struct ScratchMemoryTests {
  @Test func keepsTheLargestBufferOnly() {
    let memory = ScratchMemory(limit: 1 << 20)
    #expect(memory.spareBytes == 0)
    memory.withBuffer(bytes: 1000) { _ in #expect(memory.spareBytes == 0) }
    #expect(memory.spareBytes >= 1000 && memory.spareBytes < 2000)
    memory.withBuffer(bytes: 5000) { _ in }
    let large = memory.spareBytes
    #expect(large >= 5000)
    memory.withBuffer(bytes: 10) { _ in }
    #expect(memory.spareBytes == large)
  }

  @Test func servesTheSameMemoryAgain() {
    let memory = ScratchMemory(limit: 1 << 20)
    let first = memory.withBuffer(bytes: 4096) { $0 }
    #expect(memory.withBuffer(bytes: 100) { $0 } == first)
    #expect(Int(bitPattern: first) % 64 == 0)
  }

  @Test func usesAtOneTimeDoNotShareMemory() {
    let memory = ScratchMemory(limit: 1 << 20)
    memory.withBuffer(bytes: 4096) { outer in
      outer.storeBytes(of: 1, as: Int.self)
      memory.withBuffer(bytes: 4096) { inner in
        #expect(inner != outer)
        inner.storeBytes(of: 2, as: Int.self)
      }
      #expect(outer.load(as: Int.self) == 1)
    }
    #expect(memory.spareBytes >= 4096 && memory.spareBytes < 8192)
  }

  @Test func buffersBeyondTheLimitGoBack() {
    let memory = ScratchMemory(limit: 1000)
    memory.withBuffer(bytes: 4096) { _ in }
    #expect(memory.spareBytes == 0)
  }
}
