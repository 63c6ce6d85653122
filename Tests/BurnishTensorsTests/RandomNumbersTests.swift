import BurnishTensors
import Foundation
import Testing

@Suite struct RandomNumbersTests {
  /// Made by `Scripts/golden/random_numbers.py`, which follows the authors' C sources.
  @Test func bitsAreThoseOfXoshiro() {
    var numbers = RandomNumbers(seed: 42)
    let bits = (0..<4).map { _ in numbers.next() }
    #expect(
      bits == [
        0x1578_0b2e_0c2e_c716, 0x6104_d986_6d11_3a7e, 0xae17_5332_39e4_99a1, 0xecb8_ad47_03b3_60a1,
      ])
  }

  @Test func streamsResumeExactly() throws {
    var numbers = RandomNumbers(seed: 5)
    // After an odd number of normal numbers, one number of a pair is left.
    for _ in 0..<7 { _ = numbers.normal() }
    let saved = try JSONEncoder().encode(numbers)
    var resumed = try JSONDecoder().decode(RandomNumbers.self, from: saved)
    #expect(resumed == numbers)
    for _ in 0..<9 {
      #expect(resumed.normal() == numbers.normal())
      #expect(resumed.next() == numbers.next())
    }
  }

  @Test func seedsAndStreamsDiffer() {
    var seen = Set<UInt64>()
    for seed in 0..<20 as Range<UInt64> {
      for stream in 0..<20 as Range<UInt64> {
        var numbers = RandomNumbers(seed: seed, stream: stream)
        seen.insert(numbers.next())
      }
      var plain = RandomNumbers(seed: seed)
      seen.insert(plain.next())
    }
    #expect(seen.count == 420)
  }

  @Test func distributions() {
    var numbers = RandomNumbers(seed: 9)
    let count = 200_000
    let normal = numbers.normal(shape: [count], mean: 2, standardDeviation: 3).values.map(
      Double.init)
    let mean = normal.reduce(0, +) / Double(count)
    let moments = [2, 3, 4].map { power in
      normal.reduce(0) { $0 + pow(($1 - 2) / 3, Double(power)) } / Double(count)
    }
    // Five standard errors of each.
    let root = Double(count).squareRoot()
    #expect(abs(mean - 2) < 5 * 3 / root)
    #expect(abs(moments[0] - 1) < 5 * 2.0.squareRoot() / root)
    #expect(abs(moments[1]) < 5 * 15.0.squareRoot() / root)
    #expect(abs(moments[2] - 3) < 5 * 96.0.squareRoot() / root)

    let uniform = numbers.uniform(shape: [count], in: -1..<3).values.map(Double.init)
    #expect(uniform.allSatisfy { $0 >= -1 && $0 < 3 })
    #expect(abs(uniform.reduce(0, +) / Double(count) - 1) < 5 * 4 / 12.0.squareRoot() / root)
    #expect((0..<1000).allSatisfy { _ in (2..<2.5).contains(numbers.uniform(in: 2..<2.5)) })
  }

  @Test func integersAndChances() {
    var numbers = RandomNumbers(seed: 10)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[numbers.integer(below: 7)] += 1 }
    // Chi squared of 6 degrees of freedom exceeds 35 once in 200 000 seeds.
    let chi = counts.reduce(0.0) { $0 + pow(Double($1) - 10_000, 2) / 10_000 }
    #expect(chi < 35)
    #expect(numbers.integer(below: 1) == 0)
    let heads = (0..<10_000).filter { _ in numbers.chance(0.25) }.count
    #expect(abs(heads - 2500) < 250)
  }
}
