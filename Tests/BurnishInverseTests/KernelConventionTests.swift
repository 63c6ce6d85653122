import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Kernels with even sides, and reductions, as other libraries interpret them (Scripts/golden/kernels.py).
@Suite struct KernelConventionTests {
  /// For a kernel of 4 rows and 6 columns: the sample at the pixel itself, whether the kernel is rotated, and
  /// the border.
  @Test(arguments: [
    ("signal", StoredKernel.Place(column: 2, row: 1), false, Blur.Border.circular),
    ("ndimage", StoredKernel.Place(column: 3, row: 2), false, .circular),
    ("deepinv", StoredKernel.Place(column: 3, row: 2), false, .circular),
    ("opencv", StoredKernel.Place(column: 3, row: 2), true, .replicate),
  ])
  func evenKernelsAreThoseOf(
    library: String, origin: StoredKernel.Place, isTurned: Bool, border: Blur.Border
  ) throws {
    let golden = try Golden("kernels")
    let image = golden["picture"].reshaped(to: [1, 1, 9, 13])
    let wanted = ReferenceTensor(golden[library].reshaped(to: [1, 1, 9, 13]))
    func result(_ stored: StoredKernel) throws -> Tensor {
      let kernel = try (isTurned ? stored.turned : stored).kernel()
      return try Blur(kernel, border: border, of: image.shape).apply(image)
    }
    let tolerance = Tolerance.sum(terms: 24, magnitude: 1)
    let found = mismatch(
      try result(StoredKernel(golden["weights"], origin: origin)), wanted, tolerance)
    #expect(found == nil, "\(found ?? "")")
    // Libraries that correlate rotate the kernel first and then pad it.
    let isDefault = library == "signal" || isTurned
    let standard = mismatch(try result(StoredKernel(golden["weights"])), wanted, tolerance)
    #expect((standard == nil) == isDefault)
  }

  @Test func evenSidesAreSaid() throws {
    let box = try StoredKernel(Tensor(repeating: 1, shape: [4, 6])).kernel()
    #expect(box.adjustments == [.even(width: 6, height: 4, .init(column: 2, row: 1))])
    let words = box.adjustments[0].description
    #expect(words.contains("as scipy.signal and MATLAB's imfilter take it, but not scipy.ndimage"))
    // The center of this bell lies between samples.
    let bell = StoredKernelTests.bell(6, 6, sigma: 1.3, x: 2.5, y: 2.5)
    #expect(
      try StoredKernel(Tensor(shape: [6, 6], values: bell)).kernel().adjustments
        == [.even(width: 6, height: 6, .init(column: 2, row: 2))])
    // Both sides get one convention, although only the columns are centered at n/2.
    let mixed = StoredKernelTests.bell(32, 32, sigma: 2, x: 16, y: 15.6)
    #expect(
      try StoredKernel(Tensor(shape: [32, 32], values: mixed)).kernel().adjustments
        == [.even(width: 32, height: 32, .init(column: 16, row: 16))])
    // A star centered at n/2, in a window of 32.
    let star = StoredKernelTests.bell(32, 32, sigma: 2, x: 16, y: 16)
    let kernel = try StoredKernel(Tensor(shape: [32, 32], values: star)).kernel()
    #expect(kernel.adjustments == [.even(width: 32, height: 32, .init(column: 16, row: 16))])
    #expect(abs(kernel.offset.x) < 1e-4)
    let beyond = #expect(throws: Failure.self) {
      try StoredKernel(
        Tensor(repeating: 1, shape: [4, 6]), origin: .init(column: 6, row: 0), subject: "k.npy"
      ).kernel()
    }
    #expect(beyond?.wanted == "a column of 0 to 5 and a row of 0 to 3")
  }

  @Test(arguments: [2, 3, 5]) func reductionsAreThoseOf(factor: Int) throws {
    let golden = try Golden("reductions")
    let image = golden["picture"].reshaped(to: [1, 1, 30, 60])
    for kernel in [ResamplingKernel.bilinear, .bicubic] {
      for (library, dialect) in [
        ("torch.antialias", ResamplingDialect.pillow), ("torch", .openCV), ("deepinv", .deepInv),
      ] {
        let reduction = try Reduction(
          of: image.shape, factor: Double(factor), kernel: kernel, dialect: dialect)
        let wanted = golden["\(library).\(kernel.rawValue).\(factor)"]
        let found = mismatch(
          reduction.apply(image), ReferenceTensor(wanted.reshaped(to: reduction.outputShape)),
          Tolerance(absolute: 3e-6))
        #expect(found == nil, "\(library) \(kernel): \(found ?? "")")
      }
    }
    for (library, isMATLAB) in [("deepinv-matlab", true), ("skimage", false)] {
      let wanted = golden["\(library).\(factor)"]
      for dialect in ResamplingDialect.allCases {
        let reduction = try Reduction(of: image.shape, factor: Double(factor), dialect: dialect)
        let found = mismatch(
          reduction.apply(image), ReferenceTensor(wanted.reshaped(to: reduction.outputShape)),
          Tolerance(absolute: 3e-6))
        #expect((found == nil) == (isMATLAB && dialect == .matlab), "\(library), \(dialect)")
      }
    }
  }

  /// The adjoint, even if circular margins are larger than the image.
  @Test(arguments: [(30, 60, 3), (5, 7, 5), (6, 4, 2)])
  func deepinvsReductionsHaveAdjoints(height: Int, width: Int, factor: Int) throws {
    var random = RandomNumbers(seed: 5)
    let x = random.uniform(shape: [1, 2, height, width])
    for kernel in [ResamplingKernel.nearest, .bilinear, .bicubic] {
      let reduction = try Reduction(
        of: x.shape, toHeight: max(1, height / factor), width: max(1, width / factor),
        kernel: kernel, dialect: .deepInv)
      let y = random.uniform(shape: reduction.outputShape)
      let (forward, back) = (reduction.apply(x).dot(y), x.dot(reduction.applyAdjoint(y)))
      #expect(abs(forward - back) < 1e-4 * abs(forward))
    }
  }

  /// A slope that is reduced and then enlarged stays in place.
  @Test func whatDeepinvReducedIsEnlargedInPlace() throws {
    let slope = Tensor(
      shape: [1, 1, 60, 60], values: (0..<3600).map { Float($0 % 60) / 60 })
    for factor in [2.0, 3, 5] {
      let steps = [DegradationStep.reduction(factor: factor, dialect: .deepInv)]
      let problem = try InverseProblem.composed(
        DegradationStep.applied(steps, to: slope), of: steps, sigma: 0)
      for column in 20..<40 {
        let value = problem.start.values[30 * 60 + column]
        #expect(abs(value - Float(column) / 60) < 1e-4)
      }
    }
  }
}
