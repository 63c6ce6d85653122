import BurnishSolvers
import BurnishTensors
import _TestSupport

/// A matrix `[m, n]` as an operator, in double precision.
struct DenseOperator: AdjointOperator {
  let matrix: ReferenceTensor

  func apply(_ x: Tensor) -> Tensor {
    Reference.product(matrix, ReferenceTensor(x)).tensor
  }

  func applyAdjoint(_ y: Tensor) -> Tensor {
    Reference.product(transposed, ReferenceTensor(y)).tensor
  }

  private var transposed: ReferenceTensor {
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    return ReferenceTensor(
      shape: [n, m], values: (0..<m * n).map { matrix.values[$0 % m * n + $0 / m] })
  }

  /// `B'B + shift` for a random B, which is symmetric positive definite.
  static func positive(_ n: Int, shift: Double, seed: UInt64) -> DenseOperator {
    var random = RandomNumbers(seed: seed)
    let b = ReferenceTensor(random.normal(shape: [n, n]))
    var matrix = ReferenceTensor(zeros: [n, n])
    for row in 0..<n {
      for column in 0..<n {
        matrix.values[row * n + column] =
          (0..<n).reduce(row == column ? shift : 0) {
            $0 + b.values[$1 * n + row] * b.values[$1 * n + column]
          }
      }
    }
    return DenseOperator(matrix: matrix)
  }

  var diagonal: Tensor {
    let n = matrix.shape[0]
    return Tensor(shape: [n], values: (0..<n).map { Float(matrix.values[$0 * n + $0]) })
  }
}
