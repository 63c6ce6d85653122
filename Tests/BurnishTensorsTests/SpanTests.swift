import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct SpanTests {
  private struct Stopped: Error {}

  @Test func readingTakesNoCopy() {
    let tensor = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    let place = tensor.withUnsafeSamples { $0.baseAddress! }
    let (sum, seen) = tensor.withSamples { samples in
      var sum: Float = 0
      for index in samples.indices { sum += samples[index] * Float(index) }
      return (sum, samples.withUnsafeBufferPointer { $0.baseAddress! })
    }
    // 2 + 2 * 3 + 3 * 4 + 4 * 5 + 5 * 6
    #expect(sum == 70 && seen == place)
  }

  @Test func writingCopiesOnlySharedSamples() {
    var tensor = Tensor(shape: [4], values: [1, 2, 3, 4])
    let place = tensor.withUnsafeSamples { $0.baseAddress! }
    tensor.withMutableSamples { samples in samples[1] = 7 }
    #expect(tensor.values == [1, 7, 3, 4])
    #expect(tensor.withUnsafeSamples { $0.baseAddress! } == place)
    let shared = tensor
    tensor.withMutableSamples { samples in
      for index in samples.indices { samples[index] *= 2 }
    }
    #expect(tensor.values == [2, 14, 6, 8] && shared.values == [1, 7, 3, 4])
  }

  @Test func blockedSamplesAreReadAndWrittenInOrder() {
    var inputs = Inputs(42)
    let input = inputs.normal([1, 3, 4, 5])
    var blocked = Layout.blocked(input)
    #expect(!blocked.isPlain)
    let values = blocked.withSamples { samples in samples.indices.map { samples[$0] } }
    #expect(values == input.tensor.values)
    blocked.withMutableSamples { $0[25] = 9 }
    #expect(blocked.isPlain && blocked.values[25] == 9)
    #expect(blocked.values[24] == input.tensor.values[24])
  }

  @Test func errorsKeepTheirType() {
    var tensor = Tensor(shape: [1], values: [1])
    #expect(throws: Stopped.self) {
      try tensor.withSamples { (_: Span<Float>) throws(Stopped) in throw Stopped() }
    }
    #expect(throws: Stopped.self) {
      try tensor.withMutableSamples { (_: inout MutableSpan<Float>) throws(Stopped) in
        throw Stopped()
      }
    }
  }

  @Test func spansAreCopiedIn() {
    let values: [Float] = [1, 2, 3, 4, 5, 6]
    let tensor = Tensor(shape: [3, 2], samples: values.span)
    #expect(tensor.shape == [3, 2] && tensor.values == values)
  }
}

@Suite struct RangeTests {
  /// Counts on both sides of the runs in which samples are looked at.
  @Test(arguments: [1, 7, 4095, 4096, 4097, 12_300])
  func theFirstSampleOutsideIsFound(_ count: Int) {
    var random = RandomNumbers(seed: 3)
    let values = (0..<count).map { _ in Float(random.next() % 1000) / 999 }
    let tensor = Tensor(shape: [count], values: values)
    #expect(tensor.firstIndex(outside: 0...1) == nil)
    for place in Set([0, count / 2, count - 1]) {
      for odd in [Float.nan, .infinity, -.infinity, -1e-6, 1.000_001, 255] {
        var changed = values
        changed[place] = odd
        if place + 1 < count { changed[count - 1] = 300 }
        let tensor = Tensor(shape: [count], values: changed)
        #expect(tensor.firstIndex(outside: 0...1) == place, "\(odd) of \(count)")
      }
    }
  }

  @Test func theEndsBelongToTheRange() {
    let largest = Float.greatestFiniteMagnitude
    let tensor = Tensor(shape: [4], values: [-largest, 0, -0.0, largest])
    #expect(tensor.firstIndex(outside: -largest...largest) == nil)
    #expect(tensor.firstIndex(outside: 0...largest) == 0)
    #expect(Tensor(zeros: [0]).firstIndex(outside: 1...2) == nil)
  }
}
