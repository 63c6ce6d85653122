/// Conjugate gradients for one image, in memory that later images reuse.
///
/// It is ``ConjugateGradient`` with merged passes over memory and without allocation. The same rules
/// hold: sums do not depend on the number of threads, and only the true residual decides convergence.
struct ReconstructionIteration {
  private let grid: ReconstructionGrid
  private let cycle: ReconstructionCycle
  private let b: UnsafePointer<Float>
  private let u: UnsafeMutablePointer<Float>
  private let residual: UnsafeMutablePointer<Float>
  private let direction: UnsafeMutablePointer<Float>
  private let image: UnsafeMutablePointer<Float>
  private let partial: UnsafeMutablePointer<Double>

  struct Memory {
    let samples: UnsafeMutablePointer<Float>
    let partial: UnsafeMutablePointer<Double>
  }

  static func withMemory(height: Int, width: Int, _ body: (Memory) -> Void) {
    let samples = UnsafeMutablePointer<Float>.allocate(
      capacity: 3 * height * width + ReconstructionCycle.memory(height: height, width: width))
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: height)
    defer {
      samples.deallocate()
      partial.deallocate()
    }
    body(Memory(samples: samples, partial: partial))
  }

  /// - Parameters:
  ///   - u: the start, replaced by the solution.
  init(
    gamma: UnsafePointer<Float>, b: UnsafePointer<Float>, u: UnsafeMutablePointer<Float>,
    height: Int, width: Int, isParallel: Bool, memory: Memory
  ) {
    let count = height * width
    residual = memory.samples
    direction = residual + count
    image = direction + count
    cycle = ReconstructionCycle(
      gamma: gamma, height: height, width: width, isParallel: isParallel, memory: image + count)
    grid = cycle.grids[0]
    partial = memory.partial
    (self.b, self.u) = (b, u)
  }

  /// - Parameter isZero: whether the start is all zeros.
  func run(_ solver: WeightedPoissonSolver, isZero: Bool) -> WeightedPoissonSolver.Report {
    let scale = norm(b) + (isZero ? 0 : normOfImage())
    var norm = takeResidual()
    var isTrue = true
    var lastProduct: Double?
    var iterations = 0
    let threshold = solver.relativeTolerance * scale

    func ended(
      _ termination: ConjugateGradient.Solution.Termination
    ) -> WeightedPoissonSolver.Report {
      let norm = isTrue ? norm : takeResidual()
      return .init(
        iterations: iterations, residualNorm: norm,
        relativeResidual: scale == 0 ? 0 : norm / scale, termination: termination)
    }

    while true {
      guard scale.isFinite, norm.isFinite else {
        // NaN keeps callers from using the start or zeros as a solution.
        u.update(repeating: .nan, count: grid.count)
        return ended(.notFinite)
      }
      if norm <= threshold {
        if isTrue { return ended(.converged) }
        norm = takeResidual()
        (isTrue, lastProduct) = (true, nil)
        continue
      }
      guard iterations < solver.maximumIterations else { return ended(.iterationLimit) }
      let preconditioned = cycle.apply(residual)
      let product = sum { y in
        BurnishSolvers.product(residual + y, preconditioned + y, count: grid.width)
      }
      guard product > 0, product.isFinite else { return ended(.notPositiveDefinite) }
      turn(to: preconditioned, keeping: lastProduct.map { Float(product / $0) } ?? 0)
      let curvature = sum { y in
        grid.image(direction, row: y / grid.width, into: image + y)
        return BurnishSolvers.product(direction + y, image + y, count: grid.width)
      }
      guard curvature > 0, curvature.isFinite else { return ended(.notPositiveDefinite) }
      norm = go(Float(product / curvature))
      (isTrue, lastProduct) = (false, product)
      iterations += 1
    }
  }

  /// Sums the results of `body` over the rows; it receives the place where each row begins.
  @inline(__always)
  private func sum(_ body: (Int) -> Double) -> Double {
    grid.sum(partial) { body($0 * grid.width) }
  }

  private func norm(_ x: UnsafePointer<Float>) -> Double {
    sum { BurnishSolvers.product(x + $0, x + $0, count: grid.width) }.squareRoot()
  }

  /// `‖A u‖`.
  private func normOfImage() -> Double {
    sum { place in
      grid.image(u, row: place / grid.width, into: image + place)
      return BurnishSolvers.product(image + place, image + place, count: grid.width)
    }.squareRoot()
  }

  /// Computes `b − A u` and returns its norm.
  private func takeResidual() -> Double {
    sum { place in
      let (row, b) = (residual + place, b + place)
      grid.image(u, row: place / grid.width, into: row)
      for i in 0..<grid.width { row[i] = b[i] - row[i] }
      return BurnishSolvers.product(row, row, count: grid.width)
    }.squareRoot()
  }

  /// Sets the next direction: the preconditioned residual plus a share of the last direction.
  private func turn(to preconditioned: UnsafePointer<Float>, keeping share: Float) {
    let width = grid.width
    grid.forEachRow { y in
      let (row, preconditioned) = (direction + y * width, preconditioned + y * width)
      if share == 0 {
        row.update(from: preconditioned, count: width)
      } else {
        for i in 0..<width { row[i] = preconditioned[i] + share * row[i] }
      }
    }
  }

  /// Takes a step along the direction and returns the norm of the new residual.
  private func go(_ step: Float) -> Double {
    sum { place in
      let (u, residual) = (u + place, residual + place)
      let (direction, image) = (direction + place, image + place)
      for i in 0..<grid.width {
        u[i] += step * direction[i]
        residual[i] -= step * image[i]
      }
      return BurnishSolvers.product(residual, residual, count: grid.width)
    }.squareRoot()
  }
}
