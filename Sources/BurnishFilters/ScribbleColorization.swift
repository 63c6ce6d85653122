// A. Levin, D. Lischinski, Y. Weiss, "Colorization using Optimization", ACM Transactions on Graphics 23 (3),
// 2004.
// Departures from the paper:
// - Pixels with scribbles have no term in the sum, as in the authors' program. All the other terms then
//   become 0 together.
// - Of the paper's two weight functions, this code uses the exponential one. A weight is the geometric mean
//   of the values from the pixel's window and from its neighbor's window. So the equations are a symmetric
//   graph Laplacian, and colors never leave the range of the scribbles' colors.
// - The paper divides squared differences by twice the window's variance. With that, a 3x3 window across a
//   clean edge still passes a seventh of the color that passes without an edge; see `varianceScale`.
// - A weight is at least 1/100,000 of the maximum, so that color reaches regions without a scribble.
// - Still images only: no neighbors in time.

import BurnishCore
import BurnishSolvers
import BurnishTensors
import Foundation

/// Spreads the colors of scribbles over a gray image: neighbors of similar luminance get similar
/// chromaticity.
///
/// It minimizes `Σ_r (U(r) − Σ_s w(r, s) U(s))²` for each channel U of chromaticity, over the pixels r
/// without a scribble and their neighbors s in the 3x3 window. Pixels with scribbles stay fixed.
/// The weights sum to 1 for each r and fall with the luminance difference. Conjugate gradients with a
/// multigrid preconditioner solve the equations.
public struct ScribbleColorization: Sendable {
  /// A window's weights are `exp(−(Y(r) − Y(s))² / (varianceScale · σ²(r)))`, where σ² is the variance
  /// of the luminance Y in the window. Positive; with a smaller value, less color crosses edges.
  public var varianceScale: Float = 0.6
  /// The minimum of σ², in units of squared luminance; positive. Differences well below its root count
  /// as noise.
  public var minimumVariance: Float = 4e-6
  /// The solver of the equations.
  public var solver = ConjugateGradient(relativeTolerance: 1e-5, maximumIterations: 200)

  public init() {}

  public struct Result: Sendable {
    /// `[1, C, H, W]`, with all pixels filled; pixels with scribbles keep their exact values.
    public var chromaticity: Tensor
    public var iterations: Int
    /// `‖b − A x‖ / ‖b‖` of the equations, or 0 if there was nothing to solve.
    public var relativeResidual: Double
    public var termination: ConjugateGradient.Solution.Termination
  }

  /// Computes the chromaticity of every pixel.
  ///
  /// - Parameters:
  ///   - luminance: `[1, 1, H, W]`, 0...1.
  ///   - scribbles: the scribbles' colors and places, in the luminance's size.
  ///   - observe: called after each iteration of the solver.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes differ.
  public func spread(
    _ scribbles: Scribbles, over luminance: Tensor,
    observe: (ConjugateGradient.Progress) -> Void = { _ in }
  ) throws(Failure) -> Result {
    guard luminance.shape == scribbles.mask.shape else {
      throw Failure(
        .badData, "luminance", found: "the shape \(luminance.shape)",
        wanted: "\(scribbles.mask.shape), the scribbles' shape")
    }
    let (matrix, b) = equations(scribbles, weights: weights(luminance))
    let solution = solver.solve(
      matrix, b, preconditioner: MultigridPreconditioner(matrix), observe: observe)
    let scale = b.dot(b).squareRoot()
    return Result(
      chromaticity: scribbles.chromaticity + solution.x, iterations: solution.iterations,
      relativeResidual: scale > 0 ? solution.residualNorm / scale : 0,
      termination: solution.termination)
  }

  /// The equations of the pixels without scribbles: the matrix and the right-hand side. In the matrix,
  /// pixels with scribbles have no couplings; their right-hand side is 0.
  private func equations(
    _ scribbles: Scribbles, weights: Tensor
  ) -> (matrix: NinePointOperator, b: Tensor) {
    let (height, width) = (weights.shape[2], weights.shape[3])
    let (area, channels) = (height * width, scribbles.chromaticity.shape[1])
    var matrix = NinePointOperator.Coefficients(height: height, width: width)
    var b = Tensor(zeros: scribbles.chromaticity.shape)
    let (fixed, colors) = (scribbles.mask.values.map { $0 != 0 }, scribbles.chromaticity.values)
    weights.withUnsafeSamples { weights in
      b.withUnsafeMutableSamples { b in
        func couple(_ pixel: Int, _ neighbor: Int, _ weight: Float) {
          guard !fixed[pixel] else { return }
          matrix.diagonal[pixel] += weight
          guard fixed[neighbor] else { return }
          for channel in 0..<channels {
            b[channel * area + pixel] += weight * colors[channel * area + neighbor]
          }
        }
        for (index, step) in Self.steps.enumerated().dropFirst(4) {
          for y in 0..<height - step.dy {
            for x in max(0, -step.dx)..<max(0, -step.dx, min(width, width - step.dx)) {
              let pixel = y * width + x
              let neighbor = pixel + step.dy * width + step.dx
              let weight =
                (weights[index * area + pixel]
                * weights[(7 - index) * area + neighbor]).squareRoot()
              couple(pixel, neighbor, weight)
              couple(neighbor, pixel, weight)
              guard !fixed[pixel] && !fixed[neighbor] else { continue }
              switch index {
              case 4: matrix.east[pixel] = -weight
              case 5: matrix.southWest[pixel] = -weight
              case 6: matrix.south[pixel] = -weight
              default: matrix.southEast[pixel] = -weight
              }
            }
          }
        }
      }
    }
    for index in 0..<area where fixed[index] { matrix.diagonal[index] = 1 }
    return (NinePointOperator(matrix), b)
  }
}

extension ScribbleColorization {
  /// The steps to the eight neighbors; step `7 - index` reverses step `index`.
  private static let steps: [(dy: Int, dx: Int)] = [
    (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1),
  ]

  /// The weights of each pixel's eight neighbors in its window, `[1, 8, H, W]`; 0 outside the image.
  private func weights(_ luminance: Tensor) -> Tensor {
    let (height, width) = (luminance.shape[2], luminance.shape[3])
    let area = height * width
    return luminance.withUnsafeSamples { luminance in
      Tensor(shape: [1, 8, height, width]) { result in
        let (luminance, result) = (luminance.baseAddress!, result.baseAddress!)
        Parallel.forEachRange(height, grain: max(1, 4096 / width)) { rows in
          for y in rows {
            for x in 0..<width {
              let index = y * width + x
              var (inside, differences) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
              for (step, (dy, dx)) in Self.steps.enumerated()
              where (0..<height).contains(y + dy) && (0..<width).contains(x + dx) {
                inside[step] = 1
                differences[step] = luminance[index + dy * width + dx] - luminance[index]
              }
              let weights = weights(differences, inside: inside)
              for step in 0..<8 { result[step * area + index] = weights[step] }
            }
          }
        }
      }
    }
  }

  /// - Parameters:
  ///   - differences: the neighbors' luminance minus the pixel's, or 0 without a neighbor.
  ///   - inside: 1 if the neighbor exists, else 0.
  private func weights(_ differences: SIMD8<Float>, inside: SIMD8<Float>) -> SIMD8<Float> {
    let squares = differences * differences
    // The pixel itself is part of its window.
    let count = inside.sum() + 1
    let mean = differences.sum() / count
    let variance = max(squares.sum() / count - mean * mean, minimumVariance)
    var weights = SIMD8<Float>.zero
    for step in 0..<8 where inside[step] != 0 {
      weights[step] = max(exp(-squares[step] / (varianceScale * variance)), 1e-5)
    }
    return weights
  }
}
