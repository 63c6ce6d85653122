// J. Meijerink, H. van der Vorst, "An Iterative Solution Method for Linear Systems of Which the
// Coefficient Matrix is a Symmetric M-Matrix", 1977; modified: I. Gustafsson, 1978.

@_spi(Testing) import BurnishSolvers
import BurnishTensors

/// The incomplete Cholesky factorization without fill of `Γ + D'D` for one image, the preconditioner of DeepAM's
/// paper.
///
/// Each pixel waits for its left and upper neighbors, so neither vector instructions nor threads help. It exists only
/// for this comparison, not in the library.
struct IncompleteCholesky: AdjointOperator {
  private let height: Int
  private let width: Int
  /// One over the pivots.
  private let inverse: [Float]

  /// - Parameters:
  ///   - gamma: `[1, 1, H, W]`, positive.
  ///   - modification: the fraction of the dropped fill that goes to the diagonal, from 0 to below 1.
  init(gamma: Tensor, modification: Float) {
    let (height, width) = (gamma.shape[2], gamma.shape[3])
    let diagonal = ReconstructionOperator(gamma: gamma).diagonal.values
    var inverse = [Float](repeating: 0, count: height * width)
    for y in 0..<height {
      for x in 0..<width {
        let place = y * width + x
        var pivot = diagonal[place]
        if x > 0 { pivot -= inverse[place - 1] * (1 + (y + 1 < height ? modification : 0)) }
        if y > 0 { pivot -= inverse[place - width] * (1 + (x + 1 < width ? modification : 0)) }
        inverse[place] = 1 / pivot
      }
    }
    (self.height, self.width, self.inverse) = (height, width, inverse)
  }

  func apply(_ b: Tensor) -> Tensor {
    var result = b
    let (height, width) = (height, width)
    inverse.withUnsafeBufferPointer { inverse in
      result.withUnsafeMutableSamples { x in
        for y in 0..<height {
          let row = y * width
          var left: Float = 0
          for place in row..<row + width {
            left = (x[place] + left + (y > 0 ? x[place - width] : 0)) * inverse[place]
            x[place] = left
          }
        }
        for y in (0..<height).reversed() {
          let row = y * width
          var right: Float = 0
          for place in (row..<row + width).reversed() {
            right =
              x[place] + (right + (y + 1 < height ? x[place + width] : 0)) * inverse[place]
            x[place] = right
          }
        }
      }
    }
    return result
  }

  func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }
}
