extension Reference {
  /// The right neighbor minus the pixel, and the pixel below minus the pixel, 0 across the border:
  /// `[N, C, H, W]` to `[N, 2 C, H, W]`.
  public static func forwardDifferences(_ x: ReferenceTensor) -> ReferenceTensor {
    let (height, width) = (x.shape[2], x.shape[3])
    var result = ReferenceTensor(zeros: [x.shape[0], 2 * x.shape[1], height, width])
    for place in 0..<x.count {
      let at = x.indices(of: place)
      let (n, c, row, column) = (at[0], at[1], at[2], at[3])
      if column + 1 < width {
        result[n, 2 * c, row, column] = x[n, c, row, column + 1] - x[n, c, row, column]
      }
      if row + 1 < height {
        result[n, 2 * c + 1, row, column] = x[n, c, row + 1, column] - x[n, c, row, column]
      }
    }
    return result
  }

  /// The adjoint of ``forwardDifferences(_:)``.
  public static func forwardDifferencesAdjoint(_ v: ReferenceTensor) -> ReferenceTensor {
    let (height, width) = (v.shape[2], v.shape[3])
    var result = ReferenceTensor(zeros: [v.shape[0], v.shape[1] / 2, height, width])
    for place in 0..<v.count {
      let at = v.indices(of: place)
      let (n, c, row, column) = (at[0], at[1] / 2, at[2], at[3])
      let (nextRow, nextColumn) = at[1] % 2 == 0 ? (row, column + 1) : (row + 1, column)
      guard nextRow < height, nextColumn < width else { continue }
      result[n, c, nextRow, nextColumn] += v.values[place]
      result[n, c, row, column] -= v.values[place]
    }
    return result
  }

  /// The solution u of `(Γ + D'D) u = b` for one image `[1, 1, H, W]`, by elimination.
  public static func solveReconstruction(
    gamma: ReferenceTensor, _ b: ReferenceTensor
  ) -> ReferenceTensor {
    let n = b.count
    precondition(b.shape[0] == 1 && b.shape[1] == 1, "\(b.shape) is not one image of one channel")
    var matrix = ReferenceTensor(zeros: [n, n])
    for column in 0..<n {
      var unit = ReferenceTensor(zeros: b.shape)
      unit.values[column] = 1
      let image = forwardDifferencesAdjoint(forwardDifferences(unit))
      for row in 0..<n { matrix.values[row * n + column] = image.values[row] }
      matrix.values[column * n + column] += gamma.values[column]
    }
    return solve(matrix, b)
  }

  /// The solution u of `(Γ + D'D) u = Γ f + D'v` for one image.
  public static func reconstruct(
    _ f: ReferenceTensor, differences v: ReferenceTensor, gamma: ReferenceTensor
  ) -> ReferenceTensor {
    solveReconstruction(
      gamma: gamma, gamma.zip(f, *).zip(forwardDifferencesAdjoint(v), +))
  }
}
