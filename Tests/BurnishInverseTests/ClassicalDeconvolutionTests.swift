import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import BurnishInverse

/// Richardson-Lucy and hyper-Laplacian deconvolution, compared with scikit-image and with NumPy in double
/// precision (Scripts/golden/restoration.py).
@Suite struct ClassicalDeconvolutionTests {
  /// An image of flat squares in two colors, with blur and noise.
  private static func scene(
    border: Blur.Border, sigma: Float
  ) throws -> (problem: InverseProblem, truth: Tensor) {
    let values = (0..<2 * 48 * 56).map { (index: Int) -> Float in
      let (y, x) = (index / 56 % 48, index % 56)
      return (y / 11 + x / 9 + index / (48 * 56)) % 2 == 0 ? 0.25 : 0.75
    }
    let truth = Tensor(shape: [1, 2, 48, 56], values: values)
    let kernel = try BlurKernel.gaussian(standardDeviation: 1.2)
    var random = RandomNumbers(seed: 12)
    let blurred = try Blur(kernel, border: border, of: truth.shape).apply(truth)
    let noisy =
      blurred + random.normal(shape: blurred.shape, standardDeviation: sigma / 255)
    let problem = try InverseProblem.deblurring(
      noisy, kernel: kernel, border: border, sigma: sigma)
    return (problem, border == .valid ? truth.cropped(by: kernel.margin) : truth)
  }

  private static func decibels(_ a: Tensor, _ b: Tensor) -> Double {
    -10 * log10((a - b).dot(a - b) / Double(a.count))
  }

  @Test(arguments: Blur.Border.allCases)
  func imagesBecomeSharper(_ border: Blur.Border) throws {
    let (problem, truth) = try Self.scene(border: border, sigma: 1)
    let before = Self.decibels(problem.visible(problem.start), truth)
    let lucy = problem.visible(RichardsonLucy().solve(problem).image)
    #expect(Self.decibels(lucy, truth) > before + 2)
    #expect(lucy.values.allSatisfy { $0 >= 0 && $0.isFinite })
    let edges = problem.visible(HyperLaplacianDeconvolution().solve(problem).image)
    #expect(Self.decibels(edges, truth) > before + 2)
  }

  @Test(arguments: Blur.Border.allCases)
  func resultsAreTheTwins(_ border: Blur.Border) throws {
    let golden = try Golden("deconvolution")
    let problem = try InverseProblem.deblurring(
      golden["\(border).observed"], kernel: try BlurKernel(golden["kernel"]), border: border,
      sigma: 4)
    // scikit-image starts from gray.
    let start = border == .circular ? Tensor(repeating: 0.5, shape: problem.start.shape) : nil
    let lucy = RichardsonLucy().solve(
      try InverseProblem(
        problem.observed, degradedBy: problem.degradation, sigma: problem.sigma,
        from: start ?? problem.start)
    ).image
    let lucyMismatch = mismatch(
      lucy, ReferenceTensor(golden["\(border).lucy"]), Tolerance(absolute: 5e-6))
    #expect(lucyMismatch == nil, "\(lucyMismatch ?? "")")
    var method = HyperLaplacianDeconvolution()
    method.equations.relativeTolerance = 1e-7
    method.equations.maximumIterations = 1000
    let edgesMismatch = mismatch(
      method.solve(problem).image, ReferenceTensor(golden["\(border).edges"]),
      Tolerance(absolute: 1e-4))
    #expect(edgesMismatch == nil, "\(edgesMismatch ?? "")")
  }

  /// The default tolerance is sufficient, even for images so bright that their differences are relatively
  /// small.
  @Test(arguments: Blur.Border.allCases, [Float(0), 3])
  func systemsAreSolvedFarEnough(_ border: Blur.Border, brightness: Float) throws {
    let (scene, truth) = try Self.scene(border: border, sigma: 1)
    let problem = try InverseProblem(
      scene.observed + brightness, degradedBy: scene.degradation, sigma: scene.sigma,
      from: scene.start + brightness)
    var exact = HyperLaplacianDeconvolution()
    exact.equations.relativeTolerance = 1e-6
    exact.equations.maximumIterations = 1000
    let found = HyperLaplacianDeconvolution().solve(problem)
    let (usual, wanted) = (
      Self.decibels(scene.visible(found.image) - brightness, truth),
      Self.decibels(scene.visible(exact.solve(problem).image) - brightness, truth)
    )
    #expect(usual > wanted - 0.1 && wanted > 25)
    // No two iterations have the same residual, so each one changes the image.
    #expect(Set(found.iterations.map(\.priorResidual)).count == found.iterations.count)
  }

  /// Each iteration raises the likelihood of the observed image, with its samples as photon counts.
  @Test func likelihoodRises() throws {
    let (problem, _) = try Self.scene(border: .circular, sigma: 0)
    var method = RichardsonLucy()
    var last = -Double.infinity
    for iterations in 0..<6 {
      method.iterations = iterations
      let seen = problem.degradation.apply(method.solve(problem).image).values
      let likelihood = zip(problem.observed.values, seen).reduce(0.0) {
        $0 + Double($1.0) * log(Double($1.1)) - Double($1.1)
      }
      #expect(likelihood > last)
      last = likelihood
    }
  }

  /// Without blur, the observed image has the maximum likelihood. Hyper-Laplacian deconvolution keeps a flat
  /// image.
  @Test func sharpImagesStay() throws {
    let kernel = try BlurKernel(Tensor(shape: [1, 1], values: [1]))
    var random = RandomNumbers(seed: 4)
    let seen = random.uniform(shape: [1, 1, 20, 30], in: 0.1..<0.9)
    let problem = try InverseProblem.deblurring(seen, kernel: kernel, border: .circular, sigma: 0)
    let lucy = RichardsonLucy().solve(problem).image
    #expect(mismatch(lucy, ReferenceTensor(seen), Tolerance(absolute: 1e-5)) == nil)
    let flat = try InverseProblem.deblurring(
      Tensor(repeating: 0.3, shape: [1, 1, 20, 30]), kernel: kernel, border: .valid, sigma: 0)
    let found = HyperLaplacianDeconvolution().solve(flat).image
    #expect(found.values.allSatisfy { abs($0 - 0.3) < 1e-4 })
  }

  /// The inverse with gradients is exact for circular borders.
  @Test(arguments: [(12, 20), (9, 7), (1, 8)])
  func gradientsAreInverted(height: Int, width: Int) throws {
    var random = RandomNumbers(seed: 9)
    let x = random.normal(shape: [1, 3, height, width])
    let blur = try Blur(.gaussian(standardDeviation: 1), border: .circular, of: x.shape)
    func shifted(_ rows: Int, _ columns: Int) -> Tensor {
      let values = x.values
      return Tensor(
        shape: x.shape,
        values: values.indices.map { index in
          let (plane, y, x) = (
            index / (height * width), index / width % height, index % width
          )
          let (row, column) = ((y + rows + height) % height, (x + columns + width) % width)
          return values[(plane * height + row) * width + column]
        })
    }
    var image = blur.applyAdjoint(blur.apply(x))
    image.accumulate(x, scale: 4 * 0.3 + 0.05)
    for (rows, columns) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
      image.accumulate(shifted(rows, columns), scale: -0.3)
    }
    let inverse = try #require(blur.normalInverse(shift: 0.05, gradientWeight: 0.3))
    let found = mismatch(inverse.apply(image), ReferenceTensor(x), Tolerance(absolute: 2e-4))
    #expect(found == nil, "\(found ?? "")")
  }

  /// A pixel that contributes to no observed sample keeps its value. The others become sharper.
  @Test func whatNobodySawStays() throws {
    let kernel = try BlurKernel.gaussian(standardDeviation: 1)
    let truth = Tensor(
      shape: [1, 1, 30, 40],
      values: (0..<1200).map { (index: Int) -> Float in
        (index / 400 + index % 40 / 10) % 2 == 0 ? 0.25 : 0.75
      })
    let blurred = try Blur(kernel, border: .circular, of: truth.shape).apply(truth)
    // With a kernel of 9x9, the middle of a hole of 15x15 does not contribute to any observed sample.
    let known = Tensor(
      shape: [1, 1, 30, 40],
      values: (0..<1200).map { index in
        (8..<23).contains(index / 40) && (10..<25).contains(index % 40) ? 0 : 1
      })
    let problem = try InverseProblem.deblurring(
      blurred, kernel: kernel, border: .circular, sigma: 0, known: Mask(known, channels: 1))
    let found = RichardsonLucy().solve(problem).image.values
    #expect(kernel.width == 9 && found.allSatisfy(\.isFinite))
    for (row, column) in [(15, 17), (13, 15), (17, 19)] {
      let (start, end) = (problem.start.values[row * 40 + column], found[row * 40 + column])
      #expect(abs(start - end) < 1e-5 * start)
    }
    let outside = (0..<1200).filter { known.values[$0] == 1 }
    func error(_ image: [Float]) -> Float {
      outside.reduce(0) { sum, index in
        let difference = image[index] - truth.values[index]
        return sum + difference * difference
      }
    }
    #expect(error(found) < 0.7 * error(blurred.values))
  }

  /// Each iteration reports the energy of the image that it starts from. For Richardson-Lucy it is the data
  /// term alone. For hyper-Laplacian deconvolution it is the minimized energy, except for a factor.
  @Test func iterationsTellWhatTheyStartFrom() throws {
    let (problem, _) = try Self.scene(border: .replicate, sigma: 4)
    func squares(_ x: Tensor) -> Double {
      let image = problem.degradation.apply(x)
      return zip(image.values, problem.observed.values).reduce(0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
    }
    func solved(_ solver: any InverseSolver) -> (starts: [Tensor], RestorationResult) {
      var starts = [problem.start]
      let result = solver.solve(problem, shouldStop: { false }, observer: { starts.append($1) })
      #expect(result.isComplete && result.iterations.count == solver.iterationCount(sigma: 4))
      #expect(result.iterations.map(\.number) == Array(1...result.iterations.count))
      #expect(byteMismatch(starts.last!, result.image) == nil)
      return (starts, result)
    }
    var method = RichardsonLucy()
    method.iterations = 4
    let lucy = solved(method)
    for (start, iteration) in zip(lucy.starts, lucy.1.iterations) {
      #expect(abs(2 * iteration.energy / squares(start) - 1) < 1e-4)
      #expect(iteration.equationsResidual == nil)
    }
    let edges = solved(HyperLaplacianDeconvolution())
    let ratio = 2.55 / 4
    let weight = 2000 * ratio * ratio
    for (start, iteration) in zip(edges.starts, edges.1.iterations) {
      let differences = start.forwardDifferences().values.map(Double.init)
      let penalty = (0..<48 * 56).reduce(0) { sum, pixel in
        let lengths = (0..<4).map { differences[$0 * 48 * 56 + pixel] }
        return sum + pow(lengths.reduce(0) { $0 + $1 * $1 }, 1.0 / 3)
      }
      let wanted = weight / 2 * squares(start) + penalty
      #expect(abs(iteration.energy * (1 + weight) / wanted - 1) < 1e-4)
      #expect(iteration.equationsResidual! < 2e-3)
    }
    #expect(edges.1.iterations[5].energy < 0.8 * edges.1.iterations[0].energy)
  }
}
