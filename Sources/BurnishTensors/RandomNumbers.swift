import BurnishCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A seeded stream of random numbers, the same on every machine.
///
/// The generator is xoshiro256** (D. Blackman, S. Vigna, "Scrambled linear pseudorandom number
/// generators", 2021). SplitMix64 fills its state from the seed. The value holds the complete
/// state, so a stream resumes exactly after encoding and decoding. It is meant for
/// simulation and is not cryptographically secure.
public struct RandomNumbers: RandomNumberGenerator, Sendable, Hashable, Codable {
  private var state0: UInt64
  private var state1: UInt64
  private var state2: UInt64
  private var state3: UInt64
  /// The second number of the last pair of normal numbers, until it is used.
  private var spareNormal: Double?

  /// The stream of a seed.
  public init(seed: UInt64) {
    var filler = SplitMix64(state: seed)
    state0 = filler.next()
    state1 = filler.next()
    state2 = filler.next()
    state3 = filler.next()
  }

  /// One of many independent streams of a seed. With one stream for each sample of a data set, for
  /// example, it does not matter which thread makes which sample.
  public init(seed: UInt64, stream: UInt64) {
    var (first, second) = (SplitMix64(state: seed), SplitMix64(state: ~stream))
    self.init(seed: first.next() ^ (second.next() &* 0x9e37_79b9_7f4a_7c15))
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    let product = state1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = state3 << 45 | state3 >> 19
    return result
  }

  /// A uniformly distributed number in `0..<1`, a multiple of 2^-53.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniformly distributed number in `range`, which must not be empty.
  public mutating func uniform(in range: Range<Double>) -> Double {
    precondition(!range.isEmpty, "the range \(range) is empty")
    let value = range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    // The product may round up to the upper bound.
    return value < range.upperBound ? value : range.lowerBound
  }

  /// A uniformly distributed integer in `0..<bound`; `bound` must be positive.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound \(bound) is not positive")
    // D. Lemire, "Fast random integer generation in an interval", 2019.
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Returns true with the given probability.
  public mutating func chance(_ probability: Double = 0.5) -> Bool { uniform() < probability }

  /// A number from the normal distribution with mean 0 and standard deviation 1.
  ///
  /// The Box-Muller method generates the numbers in pairs.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A tensor of uniformly distributed numbers in `range`.
  public mutating func uniform(shape: [Int], in range: Range<Float> = 0..<1) -> Tensor {
    require(!range.isEmpty, "the range \(range) is empty")
    return Tensor(shape: shape) { samples in
      for index in samples.indices {
        // 24 bits keep the number below 1 in Float.
        let unit = Float(next() >> 40) * 0x1p-24
        let value = range.lowerBound + (range.upperBound - range.lowerBound) * unit
        samples[index] = value < range.upperBound ? value : range.lowerBound
      }
    }
  }

  /// A tensor of normally distributed numbers.
  public mutating func normal(
    shape: [Int], mean: Float = 0, standardDeviation: Float = 1
  ) -> Tensor {
    Tensor(shape: shape) { samples in
      for index in samples.indices {
        samples[index] = Float(Double(mean) + Double(standardDeviation) * normal())
      }
    }
  }
}

/// The generator that fills other generators' states from a seed (G. L. Steele, D. Lea, C. H. Flood,
/// "Fast splittable pseudorandom number generators", 2014).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
