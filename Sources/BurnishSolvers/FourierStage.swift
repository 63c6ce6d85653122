/// The stage of a Fourier transform for one factor of its length: transforms of `radix` numbers, then
/// twiddle factors.
struct FourierStage: Sendable {
  let radix: Int
  /// The remaining length, m.
  let groups: Int
  /// The product of the previous radices, s.
  let stride: Int
  /// `exp(−2πi p k / (radix · groups))` of group p and output k, radix after radix.
  private let twiddles: [ComplexFactor]
  /// `exp(−2πi n / radix)`; empty if the radix is even.
  private let roots: [ComplexFactor]

  init(radix: Int, groups: Int, stride: Int) {
    (self.radix, self.groups, self.stride) = (radix, groups, stride)
    twiddles = (0..<groups * radix).map {
      ComplexFactor(turns: Double($0 / radix * ($0 % radix)) / Double(radix * groups))
    }
    roots =
      radix % 2 == 0
      ? [] : (0..<radix).map { ComplexFactor(turns: Double($0) / Double(radix)) }
  }

  /// Group p and place q have their inputs at `q + s (p + m j)` and their outputs at `q + s (radix p + k)`.
  func apply(
    _ input: UnsafePointer<ComplexLanes>, into output: UnsafeMutablePointer<ComplexLanes>
  ) {
    twiddles.withUnsafeBufferPointer { twiddles in
      let twiddles = twiddles.baseAddress!
      switch radix {
      case 2: applyTwo(input, output, twiddles)
      case 4: applyFour(input, output, twiddles)
      default: applyOdd(input, output, twiddles)
      }
    }
  }

  private func applyTwo(
    _ input: UnsafePointer<ComplexLanes>, _ output: UnsafeMutablePointer<ComplexLanes>,
    _ twiddles: UnsafePointer<ComplexFactor>
  ) {
    let step = stride * groups
    for p in 0..<groups {
      let twiddle = twiddles[2 * p + 1]
      let (x, y) = (input + stride * p, output + stride * 2 * p)
      for q in 0..<stride {
        let (a, b) = (x[q], x[q + step])
        y[q] = a + b
        y[q + stride] = (a - b).times(twiddle)
      }
    }
  }

  private func applyFour(
    _ input: UnsafePointer<ComplexLanes>, _ output: UnsafeMutablePointer<ComplexLanes>,
    _ twiddles: UnsafePointer<ComplexFactor>
  ) {
    let step = stride * groups
    for p in 0..<groups {
      let (first, second, third) = (
        twiddles[4 * p + 1], twiddles[4 * p + 2], twiddles[4 * p + 3]
      )
      let (x, y) = (input + stride * p, output + stride * 4 * p)
      for q in 0..<stride {
        let (a, b, c, d) = (x[q], x[q + step], x[q + 2 * step], x[q + 3 * step])
        let (even, evenDifference) = (a + c, a - c)
        let (odd, oddDifference) = (b + d, (b - d).timesMinusI)
        y[q] = even + odd
        y[q + stride] = (evenDifference + oddDifference).times(first)
        y[q + 2 * stride] = (even - odd).times(second)
        y[q + 3 * stride] = (evenDifference - oddDifference).times(third)
      }
    }
  }

  /// Inputs j and radix − j have conjugate roots. So their sum needs only the cosines, and their
  /// difference only the sines.
  private func applyOdd(
    _ input: UnsafePointer<ComplexLanes>, _ output: UnsafeMutablePointer<ComplexLanes>,
    _ twiddles: UnsafePointer<ComplexFactor>
  ) {
    let (step, half) = (stride * groups, radix / 2)
    withUnsafeTemporaryAllocation(of: ComplexLanes.self, capacity: 2 * half) { memory in
      let (sums, differences) = (memory.baseAddress!, memory.baseAddress! + half)
      roots.withUnsafeBufferPointer { roots in
        let roots = roots.baseAddress!
        for p in 0..<groups {
          let (x, y) = (input + stride * p, output + stride * radix * p)
          let twiddles = twiddles + radix * p
          for q in 0..<stride {
            let first = x[q]
            var total = first
            for j in 1...half {
              let (a, b) = (x[q + j * step], x[q + (radix - j) * step])
              sums[j - 1] = a + b
              differences[j - 1] = (a - b).timesMinusI
              total = total + sums[j - 1]
            }
            y[q] = total
            for k in 1...half {
              var (even, odd) = (first, ComplexLanes.zero)
              var turn = 0
              for j in 0..<half {
                turn += k
                if turn >= radix { turn -= radix }
                let (cosine, sine) = (roots[turn].real, -roots[turn].imaginary)
                even.real += sums[j].real * cosine
                even.imaginary += sums[j].imaginary * cosine
                odd.real += differences[j].real * sine
                odd.imaginary += differences[j].imaginary * sine
              }
              y[q + k * stride] = (even + odd).times(twiddles[k])
              y[q + (radix - k) * stride] = (even - odd).times(twiddles[radix - k])
            }
          }
        }
      }
    }
  }
}
