/// A multigrid cycle as an approximate inverse of Γ + D'D, in memory that it lays out once.
///
/// A coarse pixel covers 2 x 2 fine ones. Its Γ is the sum of theirs. Its differences keep their weight,
/// as a Laplacian's do on a coarser grid. Interpolation is bilinear; restriction is its adjoint. One
/// damped Jacobi step before the coarser grid and one after make the cycle symmetric positive definite
/// for any Γ. Only one sum and one reciprocal per pixel depend on Γ, so setup costs less than a cycle.
struct ReconstructionCycle {
  private(set) var grids: [ReconstructionGrid] = []

  /// The number of samples that the grids of an image need in memory.
  static func memory(height: Int, width: Int) -> Int {
    var (total, height, width) = (3 * height * width, height, width)
    while height > 1 || width > 1 {
      (height, width) = ((height + 1) / 2, (width + 1) / 2)
      total += 5 * height * width
    }
    return total
  }

  /// - Parameters:
  ///   - gamma: the diagonal of Γ, `height · width` samples, all positive.
  ///   - memory: room for ``memory(height:width:)`` samples.
  init(
    gamma: UnsafePointer<Float>, height: Int, width: Int, isParallel: Bool,
    memory: UnsafeMutablePointer<Float>
  ) {
    var next = memory
    func take(_ count: Int) -> UnsafeMutablePointer<Float> {
      defer { next += count }
      return next
    }
    var (gamma, height, width) = (gamma, height, width)
    var (along, down): (Float, Float) = (1, 1)
    while true {
      let count = height * width
      let grid = ReconstructionGrid(
        height: height, width: width, along: along, down: down, gamma: gamma,
        damping: take(count), draft: take(count), solution: take(count), isParallel: isParallel)
      grid.prepare()
      grids.append(grid)
      guard count > 1 else { return }
      // An axis of one pixel is not halved, so only the other axis gets longer differences.
      if height == 1 { along /= 2 }
      if width == 1 { down /= 2 }
      (height, width) = ((height + 1) / 2, (width + 1) / 2)
      let coarse = take(height * width)
      Self.coarsen(grid, into: coarse)
      gamma = UnsafePointer(coarse)
      // Room for the right-hand side of a cycle.
      _ = take(height * width)
    }
  }

  /// The sums of Γ over the 2 x 2 pixels of each coarse one.
  private static func coarsen(
    _ grid: ReconstructionGrid, into coarse: UnsafeMutablePointer<Float>
  ) {
    let (width, half) = (grid.width, (grid.width + 1) / 2)
    for y in 0..<(grid.height + 1) / 2 {
      let row = coarse + y * half
      row.update(repeating: 0, count: half)
      for fine in 2 * y..<min(2 * y + 2, grid.height) {
        let gamma = grid.gamma + fine * width
        for i in 0..<width / 2 { row[i] += gamma[2 * i] + gamma[2 * i + 1] }
        if width % 2 == 1 { row[half - 1] += gamma[width - 1] }
      }
    }
  }

  /// Applies the cycle to a right-hand side on the finest grid.
  /// - Returns: the approximate solution, in the cycle's memory, valid until the next call.
  func apply(_ b: UnsafePointer<Float>) -> UnsafePointer<Float> {
    descend(b, level: 0)
    return UnsafePointer(grids[0].solution)
  }

  private func descend(_ b: UnsafePointer<Float>, level: Int) {
    let grid = grids[level]
    let (width, draft, solution, damping) = (grid.width, grid.draft, grid.solution, grid.damping)
    guard level + 1 < grids.count else {
      solution[0] = b[0] / grid.gamma[0]
      return
    }
    grid.forEachRow { y in
      for i in y * width..<(y + 1) * width { draft[i] = damping[i] * b[i] }
    }
    grid.forEachRow { y in
      let (row, b) = (solution + y * width, b + y * width)
      grid.image(draft, row: y, into: row)
      for i in 0..<width { row[i] = b[i] - row[i] }
    }
    let coarse = grids[level + 1]
    // It lies right after the coarse grid's Γ, as `init` lays out.
    let coarseB = UnsafeMutablePointer(mutating: coarse.gamma) + coarse.count
    restrict(solution, of: grid, into: coarseB, of: coarse)
    descend(coarseB, level: level + 1)
    addInterpolated(coarse.solution, of: coarse, to: draft, of: grid)
    grid.forEachRow { y in
      let (row, draft, damping) = (solution + y * width, draft + y * width, damping + y * width)
      let b = b + y * width
      grid.image(grid.draft, row: y, into: row)
      for i in 0..<width { row[i] = draft[i] + damping[i] * (b[i] - row[i]) }
    }
  }
}

/// Adds the bilinear interpolation of a coarse image: three quarters of the nearest coarse row and
/// column, and one quarter of the next nearest. At a border only the nearest counts.
private func addInterpolated(
  _ source: UnsafePointer<Float>, of coarse: ReconstructionGrid,
  to target: UnsafeMutablePointer<Float>, of fine: ReconstructionGrid
) {
  let (width, half) = (fine.width, coarse.width)
  fine.forEachRow { y in
    let near = y / 2
    let far = min(max(y % 2 == 0 ? near - 1 : near + 1, 0), coarse.height - 1)
    let (nearest, next) = (source + near * half, source + far * half)
    let row = target + y * width
    withUnsafeTemporaryAllocation(of: Float.self, capacity: half + 2) { line in
      let line = line.baseAddress! + 1
      for i in 0..<half { line[i] = 0.75 * nearest[i] + 0.25 * next[i] }
      (line[-1], line[half]) = (line[0], line[half - 1])
      for i in 0..<width / 2 {
        row[2 * i] += 0.75 * line[i] + 0.25 * line[i - 1]
        row[2 * i + 1] += 0.75 * line[i] + 0.25 * line[i + 1]
      }
      if width % 2 == 1 { row[width - 1] += 0.75 * line[half - 1] + 0.25 * line[half - 2] }
    }
  }
}

/// The adjoint of the interpolation.
private func restrict(
  _ source: UnsafePointer<Float>, of fine: ReconstructionGrid,
  into target: UnsafeMutablePointer<Float>, of coarse: ReconstructionGrid
) {
  let (height, width, half) = (fine.height, fine.width, coarse.width)
  coarse.forEachRow { y in
    /// The place of a fine row. Beyond the last row it is the last row again if the height is even,
    /// and `nil` if it is odd.
    func place(_ row: Int) -> Int? {
      if row < 0 { return 0 }
      if row < height { return row }
      return height % 2 == 0 ? height - 1 : nil
    }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width + 3) { line in
      let line = line.baseAddress! + 1
      line.update(repeating: 0, count: width + 2)
      for (row, weight) in [
        (place(2 * y - 1), 0.25 as Float), (place(2 * y), 0.75), (place(2 * y + 1), 0.75),
        (place(2 * y + 2), 0.25),
      ] {
        guard let row else { continue }
        let samples = source + row * width
        for i in 0..<width { line[i] += weight * samples[i] }
      }
      line[-1] = line[0]
      if width % 2 == 0 { line[width] = line[width - 1] }
      let row = target + y * half
      for i in 0..<half {
        row[i] =
          0.75 * (line[2 * i] + line[2 * i + 1]) + 0.25 * (line[2 * i - 1] + line[2 * i + 2])
      }
    }
  }
}
