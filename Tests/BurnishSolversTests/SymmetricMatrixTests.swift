import BurnishSolvers
import Foundation
import Testing

@Suite struct SymmetricMatrixTests {
  /// The second differences of n points with fixed ends have the eigenvalues 2 − 2 cos(k π / (n + 1)).
  @Test(arguments: [1, 2, 3, 10, 64]) func secondDifferences(size: Int) {
    var elements = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      elements[i * size + i] = 2
      if i > 0 {
        elements[i * size + i - 1] = -1
        elements[(i - 1) * size + i] = -1
      }
    }
    let values = SymmetricMatrix(size: size, elements).eigenvalues()
    for (k, value) in values.enumerated() {
      let wanted = 2 - 2 * cos(Double(k + 1) * .pi / Double(size + 1))
      #expect(abs(value - wanted) < 1e-10)
    }
  }

  @Test func equalEigenvaluesAndZeros() {
    // A matrix of ones has one eigenvalue equal to its number of rows. The others are 0.
    let values = SymmetricMatrix(size: 5, [Double](repeating: 1, count: 25)).eigenvalues()
    #expect(abs(values[4] - 5) < 1e-12 && values[..<4].allSatisfy { abs($0) < 1e-12 })
    #expect(SymmetricMatrix(size: 2, [0, 0, 0, 0]).eigenvalues() == [0, 0])
  }
}
