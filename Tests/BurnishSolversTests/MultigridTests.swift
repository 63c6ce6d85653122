@_spi(Testing) import BurnishSolvers
import BurnishTensors
import Testing
import _TestSupport

@Suite struct MultigridTests {
  /// The Laplacian of a graph with random couplings, which span `decades` powers of ten. A few pixels have an
  /// extra 1 on the diagonal, so that it is positive definite.
  static func coefficients(
    height: Int, width: Int, decades: Float, anchors: Double = 0.05, seed: UInt64 = 1
  ) -> NinePointOperator.Coefficients {
    var result = NinePointOperator.Coefficients(height: height, width: width)
    var random = RandomNumbers(seed: seed)
    for y in 0..<height {
      for x in 0..<width {
        let pixel = y * width + x
        func couple(_ dy: Int, _ dx: Int) -> Float {
          guard y + dy < height, x + dx >= 0, x + dx < width else { return 0 }
          var coupling: Float = 1
          let decade = Float(random.uniform()) * decades
          for _ in 0..<Int(decade) { coupling /= 10 }
          result.diagonal[pixel] += coupling
          result.diagonal[pixel + dy * width + dx] += coupling
          return -coupling
        }
        result.east[pixel] = couple(0, 1)
        result.southWest[pixel] = couple(1, -1)
        result.south[pixel] = couple(1, 0)
        result.southEast[pixel] = couple(1, 1)
        if random.chance(anchors) || pixel == 0 { result.diagonal[pixel] += 1 }
      }
    }
    return result
  }

  /// The operator as a matrix.
  static func dense(_ matrix: some LinearOperator, height: Int, width: Int) -> ReferenceTensor {
    let n = height * width
    var result = ReferenceTensor(zeros: [n, n])
    for column in 0..<n {
      var unit = [Float](repeating: 0, count: n)
      unit[column] = 1
      let image = matrix.apply(Tensor(shape: [1, 1, height, width], values: unit)).values
      for row in 0..<n { result.values[row * n + column] = Double(image[row]) }
    }
    return result
  }

  @Test func theOperatorIsWhatItsCoefficientsSay() {
    let (height, width) = (4, 5)
    let c = Self.coefficients(height: height, width: width, decades: 2)
    var wanted = ReferenceTensor(zeros: [20, 20])
    for y in 0..<height {
      for x in 0..<width {
        let pixel = y * width + x
        wanted.values[pixel * 21] = Double(c.diagonal[pixel])
        for (dy, dx, plane) in [
          (0, 1, c.east), (1, -1, c.southWest), (1, 0, c.south), (1, 1, c.southEast),
        ] where y + dy < height && (0..<width).contains(x + dx) {
          let neighbor = pixel + dy * width + dx
          wanted.values[pixel * 20 + neighbor] = Double(plane[pixel])
          wanted.values[neighbor * 20 + pixel] = Double(plane[pixel])
        }
      }
    }
    let matrix = Self.dense(NinePointOperator(c), height: height, width: width)
    #expect(matrix == wanted)
  }

  /// Several planes together give the same results as the planes one by one.
  @Test func planesAreIndependent() {
    let matrix = NinePointOperator(Self.coefficients(height: 9, width: 7, decades: 1))
    let cycle = MultigridPreconditioner(matrix)
    var random = RandomNumbers(seed: 5)
    let x = random.normal(shape: [2, 3, 9, 7])
    for map in [matrix as any LinearOperator, cycle] {
      let together = map.apply(x).values
      for plane in 0..<6 {
        let one = map.apply(
          Tensor(shape: [1, 1, 9, 7], values: Array(x.values[plane * 63..<(plane + 1) * 63])))
        #expect(Array(together[plane * 63..<(plane + 1) * 63]) == one.values)
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 9), (8, 1), (2, 2), (7, 10), (12, 5)])
  func aCycleIsSymmetricAndPositive(height: Int, width: Int) {
    let n = height * width
    let matrix = NinePointOperator(Self.coefficients(height: height, width: width, decades: 3))
    let cycle = Self.dense(MultigridPreconditioner(matrix), height: height, width: width)
    for row in 0..<n {
      for column in 0..<row {
        let (a, b) = (cycle.values[row * n + column], cycle.values[column * n + row])
        #expect(abs(a - b) <= 1e-5 * max(1, cycle.magnitude))
      }
    }
    var random = RandomNumbers(seed: 11)
    for _ in 0..<20 {
      let x = ReferenceTensor(random.normal(shape: [n]))
      #expect(Reference.product(cycle, x).dot(x) > 0)
    }
  }

  /// Pixels without couplings are solved to the bit.
  @Test func aPixelThatStandsAloneStaysAlone() {
    let (height, width) = (13, 10)
    var c = Self.coefficients(height: height, width: width, decades: 1)
    for y in stride(from: 0, to: height, by: 4) {
      for x in stride(from: 0, to: width, by: 3) {
        let pixel = y * width + x
        c.diagonal[pixel] = 2
        (c.east[pixel], c.south[pixel], c.southEast[pixel], c.southWest[pixel]) = (0, 0, 0, 0)
        if x > 0 { c.east[pixel - 1] = 0 }
        guard y > 0 else { continue }
        c.south[pixel - width] = 0
        if x > 0 { c.southEast[pixel - width - 1] = 0 }
        if x + 1 < width { c.southWest[pixel - width + 1] = 0 }
      }
    }
    let cycle = MultigridPreconditioner(NinePointOperator(c))
    var random = RandomNumbers(seed: 4)
    let x = random.normal(shape: [1, 1, height, width]).values
    let result = cycle.apply(Tensor(shape: [1, 1, height, width], values: x)).values
    for y in stride(from: 0, to: height, by: 4) {
      for column in stride(from: 0, to: width, by: 3) {
        #expect(result[y * width + column] == x[y * width + column] / 2)
      }
    }
  }

  @Test(arguments: [(1, 1), (1, 2), (5, 6), (9, 4)])
  func conjugateGradientsWithItAgreeWithElimination(height: Int, width: Int) {
    let matrix = NinePointOperator(Self.coefficients(height: height, width: width, decades: 2))
    var random = RandomNumbers(seed: 2)
    let b = random.normal(shape: [1, 1, height, width])
    let wanted = Reference.solve(
      Self.dense(matrix, height: height, width: width), ReferenceTensor(b))
    let solution = ConjugateGradient(relativeTolerance: 1e-6).solve(
      matrix, b, preconditioner: MultigridPreconditioner(matrix))
    #expect(solution.termination == .converged)
    let message = mismatch(solution.x, wanted, Tolerance(absolute: 3e-5 * wanted.magnitude))
    #expect(message == nil, "\(message ?? "")")
  }

  /// The number of iterations hardly grows with the image, unlike with Jacobi's preconditioner.
  @Test func iterationsHardlyGrow() {
    func iterations(_ size: Int) -> (multigrid: Int, jacobi: Int) {
      let c = Self.coefficients(height: size, width: size, decades: 0, anchors: 0.0003)
      let matrix = NinePointOperator(c)
      var random = RandomNumbers(seed: 6)
      let b = random.normal(shape: [1, 1, size, size])
      let solver = ConjugateGradient(relativeTolerance: 1e-4, maximumIterations: 2000)
      let diagonal = Tensor(shape: b.shape, values: c.diagonal)
      return (
        solver.solve(matrix, b, preconditioner: MultigridPreconditioner(matrix)).iterations,
        solver.solve(matrix, b, preconditioner: JacobiPreconditioner(diagonal: diagonal)).iterations
      )
    }
    let (small, large) = (iterations(24), iterations(150))
    #expect(small.multigrid <= 12 && large.multigrid <= 15, "\(small), \(large)")
    #expect(large.jacobi > 5 * large.multigrid, "\(small), \(large)")
  }
}
