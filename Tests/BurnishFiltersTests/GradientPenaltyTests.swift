import Foundation
import Testing

@testable import BurnishFilters

/// Thresholds, compared with closed forms and with a search for the minimum.
@Suite struct GradientPenaltyTests {
  /// The v of the v-step for gradients of the given lengths, and the sum of φ(v).
  private func shrunken(
    _ lengths: [Float], _ penalty: GradientPenalty, beta: Float
  ) -> (lengths: [Float], sum: Double) {
    var squares = lengths.map { $0 * $0 }
    var scratch = squares
    let sum = squares.withUnsafeMutableBufferPointer { squares in
      scratch.withUnsafeMutableBufferPointer {
        penalty.shrink(
          squares.baseAddress!, count: squares.count, beta: beta, scratch: $0.baseAddress!)
      }
    }
    return (zip(lengths, squares).map { $0 * $1 }, sum)
  }

  private let lengths = (0...400).map { Float($0) / 160 }

  @Test(arguments: [Float(0.5), 3, 40, 1000]) func softThresholdsTakeOff(beta: Float) {
    let result = shrunken(lengths, .totalVariation, beta: beta)
    for (length, kept) in zip(lengths, result.lengths) {
      #expect(abs(kept - max(0, length - 1 / beta)) < 1e-6)
    }
    #expect(abs(result.sum - result.lengths.reduce(0) { $0 + Double($1) }) < 1e-4)
  }

  @Test(arguments: [Float(0.5), 3, 40, 1000]) func hardThresholdsKeepOrTake(beta: Float) {
    let result = shrunken(lengths, .l0, beta: beta)
    for (length, kept) in zip(lengths, result.lengths) {
      #expect(kept == (length * length > 2 / beta ? length : 0))
    }
    #expect(result.sum == Double(result.lengths.count { $0 > 0 }))
  }

  /// Compared with the formula with hyperbolic functions (W. Cao, J. Sun, Z. Xu, "Fast image deconvolution
  /// using closed-form thresholding formulas of Lq (q = 1/2, 2/3) regularization", 2013).
  @Test(arguments: [Float(0.1), 1, 8, 256, 1e5]) func powersOfTwoThirds(beta: Float) {
    let a = 2 / Double(beta)
    let threshold = 2.0 / 3 * pow(3 * a * a * a, 0.25)
    let lengths = (0...400).map { Float(Double($0) / 57.3 * threshold) }
    let result = shrunken(lengths, .hyperLaplacian, beta: beta)
    var sum = 0.0
    for (length, kept) in zip(lengths, result.lengths) {
      let y = Double(length)
      var wanted = 0.0
      if y > threshold {
        let angle = acosh(27 * y * y / 16 * pow(a, -1.5))
        let c = 2 / 3.0.squareRoot() * pow(a, 0.25) * cosh(angle / 3).squareRoot()
        wanted = pow((c + (2 * y / c - c * c).squareRoot()) / 2, 3)
      }
      sum += pow(wanted, 2.0 / 3)
      #expect(abs(Double(kept) - wanted) <= 1e-6 * y, "\(length) at \(beta)")
    }
    #expect(abs(result.sum - sum) < 1e-5 * sum)
  }

  @Test(arguments: GradientPenalty.allCases, [Float(1), 30]) func nothingElseIsCheaper(
    _ penalty: GradientPenalty, beta: Float
  ) {
    func cost(_ v: Double, _ d: Double) -> Double {
      let charge =
        switch penalty {
        case .totalVariation: v
        case .l0: v > 0 ? 1.0 : 0
        case .hyperLaplacian: pow(v, 2.0 / 3)
        }
      return charge + Double(beta) / 2 * (v - d) * (v - d)
    }
    for (length, kept) in zip(lengths, shrunken(lengths, penalty, beta: beta).lengths) {
      let d = Double(length)
      let least = (0...2000).map { cost(Double($0) / 2000 * d, d) }.min()!
      #expect(cost(Double(kept), d) <= least + 1e-6, "\(length)")
    }
  }

  @Test func chargesOfRows() {
    let lengths: [Float] = [0, 1e-20, 1e-3, 0.0019, 0.002, 0.04, 0.5, 1, 1.7, 2.4]
    func sum(_ penalty: GradientPenalty, _ lengths: [Float]) -> Double {
      var squares = lengths.map { $0 * $0 }
      return squares.withUnsafeMutableBufferPointer {
        penalty.sum(ofSquares: $0.baseAddress!, count: $0.count)
      }
    }
    #expect(sum(.l0, lengths) == 6)
    for length in lengths {
      #expect(abs(sum(.totalVariation, [length]) - Double(length)) <= 1e-7 * Double(length) + 1e-15)
      let power = length < 1e-15 ? 0 : pow(Double(length), 2.0 / 3)
      #expect(abs(sum(.hyperLaplacian, [length]) - power) <= 3e-7 * power)
    }
    #expect(sum(.totalVariation, []) == 0)
  }
}
