import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import BurnishInverse

/// The two restoration methods, compared with PyTorch in double precision (Scripts/golden/restoration.py).
@Suite struct RestorationSolverTests {
  static func prior() throws -> AutoencoderPrior {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.channels, hyperparameters.depth) = (6, 4)
    let network = DenoisingAutoencoder(hyperparameters)
    let name = "descent.weights"
    try network.parameters.load(Golden(name).tensors, from: name)
    return try AutoencoderPrior(network, sigma: 25)
  }

  /// The problem with the given name, and the noise of each iteration.
  private static func problem(
    _ name: String
  ) throws -> (problem: InverseProblem, noise: [Tensor]) {
    let golden = try Golden("descent")
    let shape = golden["truth"].shape
    let kernel = try BlurKernel(golden["kernel"])
    var problem: InverseProblem
    switch name {
    case "blur":
      problem = try InverseProblem(
        golden["blur.observed"], degradedBy: Blur(kernel, border: .valid, of: shape), sigma: 12.75,
        from: golden["blur.start"], interior: Cut(of: shape, rows: 2..<13, columns: 1..<11))
    case "reduction":
      problem = try InverseProblem(
        golden["reduction.observed"], degradedBy: Reduction(of: shape, toHeight: 5, width: 4),
        sigma: 0, from: golden["reduction.start"])
    default:
      let parts: [any ImageOperator] = [
        try Blur(kernel, border: .replicate, of: shape),
        try PointSampling(of: shape, factor: 3, offset: 1),
      ]
      problem = try InverseProblem(
        golden["sampling.observed"], degradedBy: Composition(parts), sigma: 0,
        from: golden["sampling.start"])
    }
    problem.truth = problem.visible(golden["truth"])
    return (problem, images(golden["\(name).noise"]))
  }

  /// Splits a tensor into images of 3x15x12 samples.
  private static func images(_ all: Tensor) -> [Tensor] {
    all.reshaped(to: [1, all.count / 180, 15, 12]).split(
      counts: Array(repeating: 3, count: all.count / 540))
  }

  /// Compares every iteration with PyTorch's.
  private static func check(
    _ file: String, _ name: String, expected: String? = nil, tolerance: Float,
    restored: ((RestorationIteration, Tensor) -> Void) throws -> RestorationResult
  ) throws {
    let golden = try Golden(file)
    let images = images(golden["\(expected ?? name).pictures"])
    let truth = try Golden("descent")["truth"]
    let interior = try problem(name).problem
    let result = try restored { iteration, image in
      let index = iteration.number - 1
      let found = mismatch(
        image, ReferenceTensor(images[index]), Tolerance(absolute: Double(tolerance)))
      #expect(found == nil, "iteration \(iteration.number): \(found ?? "")")
      for (value, wanted) in [
        (iteration.dataResidual, golden["\(expected ?? name).data"].values[index]),
        (iteration.priorResidual, golden["\(expected ?? name).prior"].values[index]),
      ] {
        // Rounding errors of a few millionths of the observed samples are allowed.
        #expect(abs(value - Double(wanted)) < 2 * Double(tolerance * wanted) + 1e-9)
      }
      let error = interior.visible(image) - interior.visible(truth)
      let decibels = -10 * log10(error.dot(error) / Double(error.count))
      #expect(abs(iteration.decibels! - decibels) < 1e-6)
    }
    #expect(result.isComplete && result.iterations.count == images.count)
    let found = mismatch(
      result.image, ReferenceTensor(images.last!), Tolerance(absolute: Double(tolerance)))
    #expect(found == nil, "\(found ?? "")")
  }

  @Test(arguments: ["blur", "sampling", "reduction"])
  func everyStepOfTheDescentIsTheTwins(_ name: String) throws {
    let (problem, noise) = try Self.problem(name)
    var descent = DAEPDescent(prior: try Self.prior())
    descent.iterations = 8
    try Self.check("descent", name, tolerance: 5e-6) { observer in
      descent.solve(
        problem, noise: { noise[$0 - 1] }, shouldStop: { false }, observer: observer)
    }
  }

  /// A prior with a second prior for noise of sigma 11. The second one's weights are three quarters of the
  /// first one's.
  private static func priorWithFine() throws -> AutoencoderPrior {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.channels, hyperparameters.depth) = (6, 4)
    let network = DenoisingAutoencoder(hyperparameters)
    let name = "descent.weights"
    let weights = try Golden(name).tensors
    try network.parameters.load(
      Dictionary(
        uniqueKeysWithValues: weights.map { key, value in
          (key, key.contains("running") ? value : value * 0.75)
        }), from: name)
    var prior = try prior()
    try prior.fine = AutoencoderPrior(network, sigma: 11)
    return prior
  }

  @Test(arguments: ["blur", "sampling"], [false, true])
  func everyIterationOfTheSplittingIsTheTwins(_ name: String, fine: Bool) throws {
    let (problem, noise) = try Self.problem(name)
    let prior = try fine ? Self.priorWithFine() : Self.prior()
    var splitting = Splitting(prior: prior)
    (splitting.denoisings, splitting.descents) = (3, 5)
    splitting.equations.relativeTolerance = 1e-7
    splitting.equations.maximumIterations = 1000
    let expected = fine ? "\(name).finer" : name
    try Self.check("splitting", name, expected: expected, tolerance: 3e-5) { observer in
      splitting.solve(
        problem, noise: { number, _ in noise[number - 1] }, shouldStop: { false },
        observer: observer)
    }
    let golden = try Golden("splitting")
    let result = splitting.solve(problem)
    for (iteration, weight) in zip(result.iterations, golden["\(expected).weights"].values) {
      #expect(abs(iteration.priorWeight / Double(weight) - 1) < 1e-5)
    }
  }

  /// With constant noise, descents end where the gradient of the energy is zero, for any step size.
  @Test(arguments: [Float(0.7), 0.2])
  func descentsEndAtTheMinimum(stepSize: Float) throws {
    let golden = try Golden("descent")
    let shape = golden["truth"].shape
    // The blur keeps a part of every frequency, so the prior does not determine any frequency alone.
    let kernel = try BlurKernel(Tensor(shape: [1, 3], values: [0.1, 0.8, 0.1]))
    let blur = try Blur(kernel, border: .replicate, of: shape)
    let problem = try InverseProblem(
      blur.apply(golden["truth"] * 0.2 + 0.4), degradedBy: blur, sigma: 5,
      from: Tensor(repeating: 0.5, shape: shape))
    let prior = try Self.prior()
    var splitting = Splitting(prior: prior)
    (splitting.denoisings, splitting.descents, splitting.stepSize) = (0, 200, stepSize)
    // For the prior, a flat start is more natural than the result, so the residual may grow.
    (splitting.momentum, splitting.averaging, splitting.tolerance) = (0, 0, 100)
    splitting.equations.relativeTolerance = 1e-7
    splitting.equations.maximumIterations = 1000
    let noise = prior.noise(seed: 3, iteration: 1, for: problem.start)
    let image = splitting.solve(
      problem, noise: { _, _ in noise }, shouldStop: { false }, observer: { _, _ in }
    ).image
    let ofData = blur.applyAdjoint(blur.apply(image) - problem.observed)
    let weight = Float(splitting.priorShare * prior.weight * 5 * 5)
    let ofPrior = prior.evaluated(at: image, noise: noise).gradient * weight
    let sum = ofData + ofPrior
    #expect(sum.dot(sum) < 1e-3 * ofPrior.dot(ofPrior))
  }

  @Test(arguments: [RestorationMethod.descent, .splitting])
  func theSeedDecides(_ method: RestorationMethod) throws {
    let (problem, _) = try Self.problem("sampling")
    func restored(seed: UInt64) throws -> Tensor {
      method.solver(prior: try Self.prior(), iterations: 7, seed: seed).solve(problem).image
    }
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 1)) == nil)
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 2)) != nil)
  }

  /// A caller that stops the work gets the result so far.
  @Test(arguments: [RestorationMethod.descent, .splitting])
  func workThatIsEndedGivesWhatThereIs(_ method: RestorationMethod) throws {
    let (problem, _) = try Self.problem("sampling")
    let solver = method.solver(prior: try Self.prior(), iterations: 7, seed: 0)
    #expect(solver.iterationCount(sigma: 0) == 7)
    var seen: [Tensor] = []
    let stopped = solver.solve(
      problem, shouldStop: { seen.count == 2 }, observer: { seen.append($1) })
    #expect(!stopped.isComplete && stopped.iterations.map(\.number) == [1, 2])
    #expect(byteMismatch(stopped.image, seen[1]) == nil)
    let none = solver.solve(
      problem, shouldStop: { true }, observer: { _, _ in })
    #expect(!none.isComplete && none.iterations.isEmpty)
    #expect(byteMismatch(none.image, problem.start.clipped(to: 0...1)) == nil)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try solver.solve(
        problem, shouldStop: { false }, observer: { _, _ in throw Stop() })
    }
  }

  @Test func weightsOfThePrior() throws {
    typealias Weighting = DAEPDescent.Weighting
    #expect(Weighting.fading.priorWeight(iteration: 1, sigma: 0, gamma: 1) == 1)
    #expect(Weighting.fading.priorWeight(iteration: 100, sigma: 0, gamma: 1) == 0.1)
    // g = 4 · 6.875 / (25 √2)² = 0.022.
    let prior = try Self.prior()
    let gamma = prior.weight
    #expect(abs(gamma - 0.022) < 1e-7)
    let weight = Weighting.balanced.priorWeight(iteration: 7, sigma: 2.55, gamma: gamma)
    #expect(abs(weight - 0.022 / (0.022 + 1 / 6.5025)) < 1e-7)
    let iteration = RestorationIteration(
      number: 1, count: 2, priorWeight: 0.25, dataResidual: 8, priorResidual: 16)
    #expect(iteration.energy == 5)
    let splitting = RestorationMethod.splitting.solver(prior: prior)
    #expect(splitting.iterationCount(sigma: 1) == 20 && splitting.iterationCount(sigma: 0) == 30)
    #expect(RestorationMethod.descent.solver(prior: prior).iterationCount(sigma: 1) == 300)
  }
}
