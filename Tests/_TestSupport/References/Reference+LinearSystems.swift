extension Reference {
  /// The solution of a dense system, by elimination with pivoting.
  ///
  /// - Parameters:
  ///   - matrix: `[n, n]`, regular.
  ///   - b: n values in any shape.
  /// - Returns: the solution in the shape of `b`.
  public static func solve(_ matrix: ReferenceTensor, _ b: ReferenceTensor) -> ReferenceTensor {
    let n = b.count
    precondition(matrix.shape == [n, n], "\(matrix.shape) is no matrix for \(n) values")
    var rows = (0..<n).map { row in
      Array(matrix.values[row * n..<(row + 1) * n]) + [b.values[row]]
    }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
      rows.swapAt(column, pivot)
      for row in column + 1..<max(n, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        for index in column...n { rows[row][index] -= factor * rows[column][index] }
      }
    }
    var x = ReferenceTensor(zeros: b.shape)
    for row in (0..<n).reversed() {
      let known = (row + 1..<max(n, row + 1)).reduce(0) { $0 + rows[row][$1] * x.values[$1] }
      x.values[row] = (rows[row][n] - known) / rows[row][row]
    }
    return x
  }

  /// The product `A x` of a dense matrix `[m, n]` and n values: m values in the shape `[m]`.
  public static func product(_ matrix: ReferenceTensor, _ x: ReferenceTensor) -> ReferenceTensor {
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    precondition(x.count == n, "\(matrix.shape) is no matrix for \(x.count) values")
    return ReferenceTensor(
      shape: [m],
      values: (0..<m).map { row in
        (0..<n).reduce(0) { $0 + matrix.values[row * n + $1] * x.values[$1] }
      })
  }
}
