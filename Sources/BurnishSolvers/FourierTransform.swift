import BurnishCore
import Foundation

/// Eight complex numbers of a panel, as real and imaginary parts.
struct ComplexLanes {
  var real: SIMD8<Float>
  var imaginary: SIMD8<Float>

  static let zero = ComplexLanes(real: .zero, imaginary: .zero)

  /// The product of each lane and one complex number.
  @inline(__always)
  func times(_ factor: ComplexFactor) -> ComplexLanes {
    ComplexLanes(
      real: real * factor.real - imaginary * factor.imaginary,
      imaginary: real * factor.imaginary + imaginary * factor.real)
  }

  @inline(__always)
  static func + (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
  }

  @inline(__always)
  static func - (a: ComplexLanes, b: ComplexLanes) -> ComplexLanes {
    ComplexLanes(real: a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  /// The product with −i.
  var timesMinusI: ComplexLanes {
    @inline(__always) get { ComplexLanes(real: imaginary, imaginary: -real) }
  }

  /// The lanes with real and imaginary parts exchanged. Done before and after a transform, this inverts it.
  var swapped: ComplexLanes {
    @inline(__always) get { ComplexLanes(real: imaginary, imaginary: real) }
  }
}

/// A complex number that multiplies lanes.
struct ComplexFactor: Sendable {
  let real: Float
  let imaginary: Float

  init(real: Float, imaginary: Float) { (self.real, self.imaginary) = (real, imaginary) }

  /// `exp(−2πi turns)`, times a scale.
  init(turns: Double, scale: Double = 1) {
    self.init(
      real: Float(scale * cos(2 * .pi * turns)), imaginary: Float(-scale * sin(2 * .pi * turns)))
  }

  var conjugate: ComplexFactor { ComplexFactor(real: real, imaginary: -imaginary) }
}

/// The discrete Fourier transform `X(k) = Σ x(n) exp(−2πi k n / N)` of eight sequences side by side, of
/// any length N.
///
/// Lengths are split into factors 4, 2, and odd primes (J. Cooley, J. Tukey, 1965). Stockham's order
/// avoids bit reversal. Lengths with a large prime factor become convolutions (L. Bluestein, 1970), so
/// every length costs `O(N log N)`.
struct FourierTransform: Sendable {
  let length: Int
  private let method: Method

  private enum Method: Sendable {
    case stages([FourierStage])
    indirect case convolution(ChirpConvolution)
  }

  /// For larger primes, direct sums cost more than a convolution.
  private static let maximumPrime = 127

  init(length: Int) {
    require(length > 0, "there is no transform of length \(length)")
    self.length = length
    let radices = Self.radices(of: length)
    if let maximum = radices.max(), maximum > Self.maximumPrime {
      method = .convolution(ChirpConvolution(length: length))
    } else {
      var (stages, rest) = ([FourierStage](), length)
      for radix in radices {
        stages.append(FourierStage(radix: radix, groups: rest / radix, stride: length / rest))
        rest /= radix
      }
      method = .stages(stages)
    }
  }

  /// The number of lanes that ``transform(_:)`` needs, including the sequence itself.
  var memoryCount: Int {
    switch method {
    case .stages: 2 * length
    case .convolution(let convolution): length + convolution.transform.memoryCount
    }
  }

  /// Transforms the first ``length`` lanes in place and uses the lanes after them as scratch memory.
  func transform(_ memory: UnsafeMutablePointer<ComplexLanes>) {
    switch method {
    case .stages(let stages):
      var (from, to) = (memory, memory + length)
      for stage in stages {
        stage.apply(from, into: to)
        swap(&from, &to)
      }
      if from != memory { memory.update(from: from, count: length) }
    case .convolution(let convolution):
      convolution.apply(memory)
    }
  }

  /// The factors of a length: 4 as often as possible, then 2, then odd primes; empty for 1.
  private static func radices(of length: Int) -> [Int] {
    var (radices, rest) = ([Int](), length)
    func split(by radix: Int) {
      while rest % radix == 0 {
        radices.append(radix)
        rest /= radix
      }
    }
    split(by: 4)
    split(by: 2)
    var prime = 3
    while prime * prime <= rest {
      split(by: prime)
      prime += 2
    }
    if rest > 1 { radices.append(rest) }
    return radices
  }

  /// The smallest length of at least `minimum` whose prime factors are 2, 3, and 5.
  static func smoothLength(atLeast minimum: Int) -> Int {
    var length = minimum
    while radices(of: length).contains(where: { $0 > 5 }) { length += 1 }
    return length
  }
}

/// The Fourier transform of a length with a large prime factor, as a convolution of a smooth length M.
///
/// With `b(n) = exp(πi n² / N)`, `X(k) = b(k)* Σ x(n) b(n)* b(k − n)`.
private struct ChirpConvolution: Sendable {
  let transform: FourierTransform
  /// `b(n)*`.
  private let chirp: [ComplexFactor]
  /// The transform of b over M, divided by M.
  private let filter: [ComplexFactor]

  init(length: Int) {
    let size = FourierTransform.smoothLength(atLeast: 2 * length - 1)
    let transform = FourierTransform(length: size)
    // Squares modulo 2 N keep the precision of the angle.
    let chirp = (0..<length).map {
      ComplexFactor(turns: Double($0 * $0 % (2 * length)) / Double(2 * length))
    }
    var lanes = [ComplexLanes](repeating: .zero, count: transform.memoryCount)
    for (index, factor) in chirp.enumerated() {
      let value = ComplexLanes(
        real: .init(repeating: factor.real), imaginary: .init(repeating: -factor.imaginary))
      lanes[index] = value
      lanes[(size - index) % size] = value
    }
    lanes.withUnsafeMutableBufferPointer { transform.transform($0.baseAddress!) }
    let scale = 1 / Float(size)
    filter = lanes.prefix(size).map {
      ComplexFactor(real: scale * $0.real[0], imaginary: scale * $0.imaginary[0])
    }
    (self.transform, self.chirp) = (transform, chirp)
  }

  func apply(_ memory: UnsafeMutablePointer<ComplexLanes>) {
    let length = chirp.count
    let spectrum = memory + length
    for index in 0..<length { spectrum[index] = memory[index].times(chirp[index]) }
    (spectrum + length).update(repeating: .zero, count: transform.length - length)
    transform.transform(spectrum)
    for index in 0..<transform.length {
      spectrum[index] = spectrum[index].times(filter[index]).swapped
    }
    transform.transform(spectrum)
    for index in 0..<length { memory[index] = spectrum[index].swapped.times(chirp[index]) }
  }
}
