import BurnishTensors

/// The operator Γ + D'D on one grid, and a multigrid cycle's buffers, in memory that others own.
/// On coarser grids, differences along rows and along columns have weights.
struct ReconstructionGrid {
  let height: Int
  let width: Int
  /// The weight of squared differences along rows; 1 on the finest grid.
  let along: Float
  /// The weight of squared differences along columns.
  let down: Float
  /// The diagonal of Γ, all positive.
  let gamma: UnsafePointer<Float>
  /// The factors that a smoothing step multiplies residuals by.
  let damping: UnsafeMutablePointer<Float>
  /// The approximation before the last smoothing step, in other memory than `solution`.
  let draft: UnsafeMutablePointer<Float>
  /// Residuals on the way down; a cycle's result on the way up.
  let solution: UnsafeMutablePointer<Float>

  var count: Int { height * width }

  /// Whether threads share the rows. For a batch, they share its images instead.
  let isParallel: Bool

  /// Calls `body` for every row.
  @inline(__always)
  func forEachRow(_ body: (Int) -> Void) {
    guard isParallel else {
      for y in 0..<height { body(y) }
      return
    }
    Parallel.forEachRange(height, grain: max(1, 16384 / width)) { rows in
      for y in rows { body(y) }
    }
  }

  /// Calls `body` for every row and sums the results in the order of rows, for any number of threads.
  /// - Parameter partial: room for one number per row.
  @inline(__always)
  func sum(_ partial: UnsafeMutablePointer<Double>, _ body: (Int) -> Double) -> Double {
    forEachRow { y in partial[y] = body(y) }
    var total = 0.0
    for y in 0..<height { total += partial[y] }
    return total
  }

  /// Applies the operator to row `y` of `x`. It uses differences because `x` is mostly smooth: they
  /// lose less to rounding than products with the diagonal.
  @inline(__always)
  func image(
    _ x: UnsafePointer<Float>, row y: Int, into image: UnsafeMutablePointer<Float>
  ) {
    let (width, along, down) = (width, along, down)
    let row = x + y * width
    let (above, below) = (y > 0 ? row - width : row, y + 1 < height ? row + width : row)
    let gamma = gamma + y * width
    for i in 0..<width {
      image[i] = gamma[i] * row[i] + down * ((row[i] - above[i]) + (row[i] - below[i]))
    }
    guard width > 1 else { return }
    image[0] += along * (row[0] - row[1])
    for i in 1..<width - 1 {
      image[i] += along * ((row[i] - row[i - 1]) + (row[i] - row[i + 1]))
    }
    image[width - 1] += along * (row[width - 1] - row[width - 2])
  }

  /// Fills in `damping`: 0.8 over the diagonal, which is best for the errors that a coarser grid does
  /// not see.
  func prepare() {
    forEachRow { y in
      let vertical = down * Float((y > 0 ? 1 : 0) + (y + 1 < height ? 1 : 0))
      let (gamma, damping) = (gamma + y * width, damping + y * width)
      let inner = vertical + (width > 1 ? 2 * along : 0)
      for i in 0..<width { damping[i] = 0.8 / (gamma[i] + inner) }
      guard width > 1 else { return }
      damping[0] = 0.8 / (gamma[0] + vertical + along)
      damping[width - 1] = 0.8 / (gamma[width - 1] + vertical + along)
    }
  }
}

/// The dot product of two vectors, summed in a fixed order.
@inline(__always)
func product(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int) -> Double {
  var sums = SIMD4<Double>.zero
  let whole = count & ~7
  for index in stride(from: 0, to: whole, by: 8) {
    let (first, second) = (
      UnsafeRawPointer(a + index).loadUnaligned(as: SIMD8<Float>.self),
      UnsafeRawPointer(b + index).loadUnaligned(as: SIMD8<Float>.self)
    )
    let products = first * second
    sums += SIMD4<Double>(products.lowHalf) + SIMD4<Double>(products.highHalf)
  }
  var total = sums.sum()
  for index in whole..<count { total += Double(a[index] * b[index]) }
  return total
}
