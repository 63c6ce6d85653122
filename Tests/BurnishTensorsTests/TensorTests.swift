import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct TensorTests {
  @Test func copiesOnWrite() {
    var first = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
    let second = first
    first.withUnsafeMutableSamples { $0[0] = 9 }
    #expect(first.values == [9, 2, 3, 4])
    #expect(second.values == [1, 2, 3, 4])
  }

  @Test func partsAndShapes() {
    let tensor = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
    #expect(tensor[1..<3].shape == [2, 2])
    #expect(tensor[1..<3].values == [3, 4, 5, 6])
    #expect(tensor[1..<1].values == [])
    #expect(tensor.reshaped(to: [2, 3]).values == tensor.values)
    #expect(Tensor(2.5).scalar == 2.5)
    #expect(Tensor(2.5).shape == [])
    #expect(Tensor(zeros: [0, 3]).count == 0)
  }

  @Test(arguments: [1, 3, 16, 17, 40]) func blockedAndBack(channels: Int) {
    var inputs = Inputs(41)
    let input = inputs.normal([2, channels, 3, 5])
    let blocked = Layout.blocked(input)
    #expect(!blocked.isPlain)
    #expect(blocked.plain().isPlain)
    #expect(mismatch(blocked, input, .exact) == nil)
    #expect(mismatch(blocked[1..<2], ReferenceTensor(input.tensor[1..<2]), .exact) == nil)
    #expect(
      blocked.reshaped(to: [2 * channels, 15]).values == input.tensor.values)
    var changed = blocked
    changed.withUnsafeMutableSamples { $0[0] = 99 }
    #expect(changed.values[0] == 99)
    #expect(mismatch(blocked, input, .exact) == nil)
  }

  @Test(arguments: [0, 1, 2, 5, 1000]) func rangesCoverEveryIndexOnce(count: Int) {
    for grain in [1, 3, 2000] {
      var hits = [Int](repeating: 0, count: count)
      hits.withUnsafeMutableBufferPointer { hits in
        nonisolated(unsafe) let hits = hits
        Parallel.forEachRange(count, grain: grain) { range in
          for index in range { hits[index] += 1 }
        }
      }
      #expect(hits.allSatisfy { $0 == 1 })
    }
  }
}
