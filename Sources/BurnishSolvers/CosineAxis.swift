/// The cosine transform of sixteen sequences side by side, in one direction of an image.
///
/// J. Makhoul, "A Fast Cosine Transform in One and Two Dimensions", 1980: order the even samples first,
/// then the odd ones backward. The Fourier transform of this order, rotated, is the cosine transform.
/// Two real sequences make a complex one.
struct CosineAxis: Sendable {
  let length: Int
  private let fourier: FourierTransform
  /// `s(k) exp(−πi k / 2N)`, with the scales s that make the transform orthonormal.
  private let turns: [ComplexFactor]

  init(length: Int) {
    self.length = length
    fourier = FourierTransform(length: length)
    turns = (0..<length).map {
      ComplexFactor(
        turns: Double($0) / Double(4 * length),
        scale: (($0 == 0 ? 1 : 2) / Double(length)).squareRoot())
    }
  }

  /// The number of lanes that a transform needs, including the sequences themselves.
  var memoryCount: Int { fourier.memoryCount }

  /// The index of sample n before ``forward(_:)`` and after ``inverse(_:)``.
  @inline(__always)
  func place(of n: Int) -> Int { n & 1 == 0 ? n >> 1 : length - 1 - n >> 1 }

  /// Transforms samples, ordered by ``place(of:)``, into coefficients in natural order.
  func forward(_ memory: UnsafeMutablePointer<ComplexLanes>) {
    fourier.transform(memory)
    let mean = turns[0].real
    memory[0].real *= mean
    memory[0].imaginary *= mean
    for k in 1..<max(1, length / 2 + 1) {
      let (a, b) = (memory[k], memory[length - k])
      // Twice the transforms of the two real sequences.
      let first = ComplexLanes(
        real: a.real + b.real, imaginary: a.imaginary - b.imaginary
      ).times(turns[k])
      let second = ComplexLanes(
        real: a.imaginary + b.imaginary, imaginary: b.real - a.real
      ).times(turns[k])
      memory[k] = ComplexLanes(real: first.real * 0.5, imaginary: second.real * 0.5)
      memory[length - k] = ComplexLanes(
        real: first.imaginary * -0.5, imaginary: second.imaginary * -0.5)
    }
  }

  /// Transforms coefficients in natural order into samples ordered by ``place(of:)``.
  func inverse(_ memory: UnsafeMutablePointer<ComplexLanes>) {
    let mean = turns[0].real
    memory[0] =
      ComplexLanes(real: memory[0].real * mean, imaginary: memory[0].imaginary * mean)
      .swapped
    for k in 1..<max(1, length / 2 + 1) {
      let (a, b) = (memory[k], memory[length - k])
      let turn = turns[k].conjugate
      let first = ComplexLanes(real: a.real, imaginary: -b.real).times(turn)
      let second = ComplexLanes(real: a.imaginary, imaginary: -b.imaginary).times(turn)
      // If the length is even, the middle coefficient pairs with itself.
      memory[length - k] =
        ComplexLanes(
          real: (first.real + second.imaginary) * 0.5,
          imaginary: (second.real - first.imaginary) * 0.5
        ).swapped
      memory[k] =
        ComplexLanes(
          real: (first.real - second.imaginary) * 0.5,
          imaginary: (first.imaginary + second.real) * 0.5
        ).swapped
    }
    fourier.transform(memory)
    for k in 0..<length { memory[k] = memory[k].swapped }
  }
}
