/// The cosine transform of sixteen sequences side by side, in one direction of an image.
///
/// J. Makhoul, "A Fast Cosine Transform in One and Two Dimensions", 1980: even samples followed by the odd
/// ones backward have a Fourier transform whose values, turned, are the cosine transform's. Two real
/// sequences make a complex one.
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

  /// How many lanes a transform needs, the sequences' own among them.
  var memoryCount: Int { fourier.memoryCount }

  /// Where the sample n of the sequences stands before ``forward(_:)`` and after ``inverse(_:)``.
  @inline(__always)
  func place(of n: Int) -> Int { n & 1 == 0 ? n >> 1 : length - 1 - n >> 1 }

  /// Turns samples, in the places that ``place(of:)`` says, into coefficients in their order.
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

  /// Turns coefficients in their order into samples in the places that ``place(of:)`` says.
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
      // Where a length is even its middle stands for itself.
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
