// J. Dendy, "Black Box Multigrid", Journal of Computational Physics 48, 1982. The interpolation follows the
// operator, so coefficients may jump. The coarse operators P'A P couple nine points again.

import BurnishTensors

/// A multigrid cycle as an approximate inverse of a ``NinePointOperator`` that is symmetric positive
/// definite.
///
/// Coarser grids see the errors that neighbors share, so a cycle reduces all errors equally fast. With
/// Jacobi's preconditioner, the number of iterations grows with the number of pixels that an influence
/// has to cross. A cycle is a symmetric positive definite operator itself. It smooths by damped Jacobi
/// steps, as often after the coarser grid as before.
public struct MultigridPreconditioner: AdjointOperator {
  private let levels: [Level]

  /// One grid, its operator, and the interpolation from the next coarser grid, which has the pixels of
  /// even rows and columns.
  struct Level: Sendable {
    let matrix: NinePointOperator
    /// The factors that a smoothing step multiplies residuals by.
    let damping: PaddedGrid
    /// The weights of the four coarse pixels around each pixel: above to the left, above to the
    /// right, below to the left, below to the right. Empty on the coarsest grid.
    let interpolation: [PaddedGrid]
  }

  /// - Parameter matrix: symmetric positive definite. Negative couplings, as in a Laplacian, work best.
  public init(_ matrix: NinePointOperator) {
    var (matrix, levels) = (matrix, [Level]())
    while true {
      let isCoarsest = matrix.shape.height == 1 && matrix.shape.width == 1
      let interpolation = isCoarsest ? [] : matrix.interpolation()
      levels.append(
        Level(matrix: matrix, damping: matrix.damping(), interpolation: interpolation))
      if isCoarsest { break }
      matrix = matrix.coarsened(interpolation)
    }
    self.levels = levels
  }

  public func apply(_ x: Tensor) -> Tensor {
    cycle(PaddedGrid(x), level: 0).tensor(shape: x.shape)
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }

  /// An approximate solution of the system on a grid.
  private func cycle(_ b: PaddedGrid, level index: Int) -> PaddedGrid {
    let level = levels[index]
    guard index + 1 < levels.count else { return level.scaled(b) }
    var x = level.smoothed(level.scaled(b), b)
    let residual = level.residual(x, b)
    let correction = cycle(level.restricted(residual), level: index + 1)
    level.add(correction, to: &x)
    return level.smoothed(level.smoothed(x, b), b)
  }
}

extension MultigridPreconditioner.Level {
  /// A smoothing step that starts from zeros.
  func scaled(_ b: PaddedGrid) -> PaddedGrid {
    var result = b
    damping.withUnsafeSamples { damping in
      result.mutateRows { _, y, row in
        let damping = damping + matrix.shape.start(ofRow: y)
        for i in 0..<matrix.shape.width { row[i] *= damping[i] }
      }
    }
    return result
  }

  /// A smoothing step: `x + D (b − A x)`.
  func smoothed(_ x: PaddedGrid, _ b: PaddedGrid) -> PaddedGrid {
    b.withUnsafeSamples { b in
      damping.withUnsafeSamples { damping in
        matrix.map(x) { row in
          let (x, image, result) = (row.x, row.image, row.result)
          let (b, damping) = (b + row.place, damping + row.start)
          for i in 0..<matrix.shape.width { result[i] = x[i] + damping[i] * (b[i] - image[i]) }
        }
      }
    }
  }

  /// `b − A x`.
  func residual(_ x: PaddedGrid, _ b: PaddedGrid) -> PaddedGrid {
    b.withUnsafeSamples { b in
      matrix.map(x) { row in
        let (b, image, result) = (b + row.place, row.image, row.result)
        for i in 0..<matrix.shape.width { result[i] = b[i] - image[i] }
      }
    }
  }

  /// The residual on the coarser grid, by the adjoint of the interpolation.
  func restricted(_ residual: PaddedGrid) -> PaddedGrid {
    let (shape, coarse) = (matrix.shape, matrix.shape.halved)
    var result = PaddedGrid(planes: residual.planes, shape: coarse)
    residual.withUnsafeSamples { residual in
      withInterpolation { weights in
        result.mutateRows { plane, y, row in
          for x in 0..<coarse.width {
            var sum: Float = 0
            weights.forEachFine(around: x, y, in: shape) { place, weight in
              sum += weight * residual[plane * shape.area + place]
            }
            row[x] = sum
          }
        }
      }
    }
    return result
  }

  /// Interpolates the coarser grid's correction and adds it.
  func add(_ correction: PaddedGrid, to x: inout PaddedGrid) {
    let (shape, coarse) = (matrix.shape, correction.shape)
    correction.withUnsafeSamples { correction in
      withInterpolation { weights in
        x.mutateRows { plane, y, row in
          let start = shape.start(ofRow: y)
          let above = correction + plane * coarse.area + coarse.start(ofRow: y / 2)
          let below = above + coarse.pitch
          for x in 0..<shape.width {
            let (left, right, place) = (x / 2, x / 2 + 1, start + x)
            row[x] +=
              (weights[0][place] * above[left] + weights[1][place] * above[right])
              + (weights[2][place] * below[left] + weights[3][place] * below[right])
          }
        }
      }
    }
  }

  private func withInterpolation<Result>(_ body: (InterpolationWeights) -> Result) -> Result {
    withInterpolationWeights(interpolation, body)
  }
}
