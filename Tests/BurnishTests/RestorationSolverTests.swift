import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

/// The two ways to a restored picture against PyTorch twins in double precision
/// (Scripts/golden/restoration.py).
@Suite struct RestorationSolverTests {
  static func prior() throws -> AutoencodingPrior {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.channels, hyperparameters.depth) = (6, 4)
    let network = DenoisingAutoencoder(hyperparameters)
    let name = "descent.weights"
    try network.parameters.load(Golden(name).tensors, from: name)
    return AutoencodingPrior(network, sigma: 25)
  }

  /// The problem of a name, and the noise of each iteration.
  private static func problem(
    _ name: String
  ) throws -> (problem: RestorationProblem, noise: [Tensor]) {
    let golden = try Golden("descent")
    let shape = golden["truth"].shape
    let kernel = try BlurKernel(golden["kernel"])
    var problem: RestorationProblem
    switch name {
    case "blur":
      problem = RestorationProblem(
        golden["blur.observed"], degradedBy: Blur(kernel, border: .valid, of: shape), sigma: 12.75,
        from: golden["blur.start"], interior: Cut(of: shape, rows: 2..<13, columns: 1..<11))
    case "reduction":
      problem = RestorationProblem(
        golden["reduction.observed"], degradedBy: Reduction(of: shape, toHeight: 5, width: 4),
        sigma: 0, from: golden["reduction.start"])
    default:
      let parts: [any PictureOperator] = [
        Blur(kernel, border: .replicate, of: shape),
        PointSampling(of: shape, factor: 3, offset: 1),
      ]
      problem = RestorationProblem(
        golden["sampling.observed"], degradedBy: Composition(parts), sigma: 0,
        from: golden["sampling.start"])
    }
    problem.truth = problem.visible(golden["truth"])
    return (problem, pictures(golden["\(name).noise"]))
  }

  /// Pictures of 3x15x12 samples one after the other.
  private static func pictures(_ all: Tensor) -> [Tensor] {
    splitChannels(
      all.reshaped(to: [1, all.count / 180, 15, 12]),
      counts: Array(repeating: 3, count: all.count / 540))
  }

  /// Holds every iteration against the twin's.
  private static func check(
    _ file: String, _ name: String, expected: String? = nil, tolerance: Float,
    restored: ((RestorationIteration, Tensor) -> Void) throws -> RestorationResult
  ) throws {
    let golden = try Golden(file)
    let pictures = pictures(golden["\(expected ?? name).pictures"])
    let truth = try Golden("descent")["truth"]
    let interior = try problem(name).problem
    let result = try restored { iteration, picture in
      let index = iteration.number - 1
      let found = mismatch(
        picture, ReferenceTensor(pictures[index]), Tolerance(absolute: Double(tolerance)))
      #expect(found == nil, "iteration \(iteration.number): \(found ?? "")")
      for (value, wanted) in [
        (iteration.dataResidual, golden["\(expected ?? name).data"].values[index]),
        (iteration.priorResidual, golden["\(expected ?? name).prior"].values[index]),
      ] {
        // Squares of some millionths of what was seen are roundings.
        #expect(abs(value - Double(wanted)) < 2 * Double(tolerance * wanted) + 1e-9)
      }
      let error = interior.visible(picture) - interior.visible(truth)
      let decibels = -10 * log10(dot(error, error) / Double(error.count))
      #expect(abs(iteration.decibels! - decibels) < 1e-6)
    }
    #expect(result.isComplete && result.iterations.count == pictures.count)
    let found = mismatch(
      result.picture, ReferenceTensor(pictures.last!), Tolerance(absolute: Double(tolerance)))
    #expect(found == nil, "\(found ?? "")")
  }

  @Test(arguments: ["blur", "sampling", "reduction"])
  func everyStepOfTheDescentIsTheTwins(_ name: String) throws {
    let (problem, noise) = try Self.problem(name)
    var descent = AutoencodingDescent()
    descent.iterations = 8
    try Self.check("descent", name, tolerance: 5e-6) { observer in
      try descent.restored(
        problem, prior: Self.prior(), noise: { noise[$0 - 1] }, shouldStop: { false },
        observer: observer)
    }
  }

  /// A prior with another one for noise of 11, whose weights are three quarters of its own.
  private static func priorWithFiner() throws -> AutoencodingPrior {
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
    prior.finer = AutoencodingPrior(network, sigma: 11)
    return prior
  }

  @Test(arguments: ["blur", "sampling"], [false, true])
  func everyIterationOfTheSplittingIsTheTwins(_ name: String, finer: Bool) throws {
    let (problem, noise) = try Self.problem(name)
    var splitting = AutoencodingSplitting()
    (splitting.denoisings, splitting.descents) = (3, 5)
    splitting.equations.relativeTolerance = 1e-7
    splitting.equations.maximumIterations = 1000
    let prior = try finer ? Self.priorWithFiner() : Self.prior()
    let expected = finer ? "\(name).finer" : name
    try Self.check("splitting", name, expected: expected, tolerance: 3e-5) { observer in
      splitting.restored(
        problem, prior: prior, noise: { noise[$0 - 1] }, shouldStop: { false },
        observer: observer)
    }
    let golden = try Golden("splitting")
    let result = splitting.restored(problem, prior: prior)
    for (iteration, weight) in zip(result.iterations, golden["\(expected).weights"].values) {
      #expect(abs(iteration.priorWeight / Double(weight) - 1) < 1e-5)
    }
  }

  /// Where the noise stays the same, descents end where the gradient of the energy vanishes, however long
  /// their steps are.
  @Test(arguments: [Float(0.7), 0.2])
  func descentsEndAtTheMinimum(stepSize: Float) throws {
    let golden = try Golden("descent")
    let shape = golden["truth"].shape
    // Of every frequency something is left, so that the prior need not find any alone.
    let kernel = try BlurKernel(Tensor(shape: [1, 3], values: [0.1, 0.8, 0.1]))
    let blur = Blur(kernel, border: .replicate, of: shape)
    let problem = RestorationProblem(
      blur.apply(golden["truth"] * 0.2 + 0.4), degradedBy: blur, sigma: 5,
      from: Tensor(repeating: 0.5, shape: shape))
    let prior = try Self.prior()
    var splitting = AutoencodingSplitting()
    (splitting.denoisings, splitting.descents, splitting.stepSize) = (0, 200, stepSize)
    // A flat start is more natural than what is found: its residual may grow.
    (splitting.momentum, splitting.averaging, splitting.tolerance) = (0, 0, 100)
    splitting.equations.relativeTolerance = 1e-7
    splitting.equations.maximumIterations = 1000
    let noise = prior.noise(seed: 3, iteration: 1, for: problem.start)
    let picture = splitting.restored(
      problem, prior: prior, noise: { _ in noise }, shouldStop: { false }, observer: { _, _ in }
    ).picture
    let ofData = blur.applyAdjoint(blur.apply(picture) - problem.observed)
    let weight = Float(splitting.priorShare * prior.weight * 5 * 5)
    let ofPrior = prior.evaluated(at: picture, noise: noise).gradient * weight
    let sum = ofData + ofPrior
    #expect(dot(sum, sum) < 1e-3 * dot(ofPrior, ofPrior))
  }

  @Test(arguments: [RestorationMethod.descent, .splitting])
  func theSeedDecides(_ method: RestorationMethod) throws {
    let (problem, _) = try Self.problem("sampling")
    func restored(seed: UInt64) throws -> Tensor {
      method.solver(iterations: 7, seed: seed).restored(problem, prior: try Self.prior()).picture
    }
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 1)) == nil)
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 2)) != nil)
  }

  /// Whoever stops the work gets what it has come to.
  @Test(arguments: [RestorationMethod.descent, .splitting])
  func workThatIsEndedGivesWhatThereIs(_ method: RestorationMethod) throws {
    let (problem, _) = try Self.problem("sampling")
    let prior = try Self.prior()
    let solver = method.solver(iterations: 7, seed: 0)
    #expect(solver.iterationCount(sigma: 0) == 7)
    var seen: [Tensor] = []
    let stopped = solver.restored(
      problem, prior: prior, shouldStop: { seen.count == 2 }, observer: { seen.append($1) })
    #expect(!stopped.isComplete && stopped.iterations.map(\.number) == [1, 2])
    #expect(byteMismatch(stopped.picture, seen[1]) == nil)
    let none = solver.restored(
      problem, prior: prior, shouldStop: { true }, observer: { _, _ in })
    #expect(!none.isComplete && none.iterations.isEmpty)
    #expect(byteMismatch(none.picture, clipped(problem.start, to: 0...1)) == nil)
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try solver.restored(
        problem, prior: prior, shouldStop: { false }, observer: { _, _ in throw Stop() })
    }
  }

  /// What is told of the data's equations is what they are left with, of a system that is not solved to its end as well.
  @Test(arguments: [3, 100])
  func equationsTellWhatTheyAreLeftWith(limit: Int) throws {
    var random = RandomNumbers(seed: 12)
    let problem = try RestorationProblem.composed(
      random.uniform(shape: [1, 3, 14, 17]),
      of: [.blur(.gaussian(standardDeviation: 1.2), border: .replicate), .reduction(factor: 2)],
      sigma: 3)
    var solver = AutoencodingSplitting()
    solver.equations.maximumIterations = limit
    let proposal = random.uniform(shape: problem.start.shape)
    let explained = solver.explained(problem, near: proposal, weight: 1e-3)
    // In double precision, from the equations themselves.
    let degradation = problem.degradation
    func residual(_ x: Tensor) -> [Double] {
      let image = degradation.applyAdjoint(problem.observed - degradation.apply(x))
      return zip(image.values, zip(x.values, proposal.values)).map { image, pair in
        Double(image) - 1e-3 * (Double(pair.0) - Double(pair.1))
      }
    }
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let wanted = norm(residual(explained.picture)) / norm(residual(proposal))
    #expect(abs(explained.relativeResidual - wanted) < 1e-4)
    #expect((explained.relativeResidual > 1e-3) == (limit == 3))
  }

  @Test func weightsOfThePrior() throws {
    typealias Weighting = AutoencodingDescent.Weighting
    #expect(Weighting.fading.priorWeight(iteration: 1, sigma: 0, gamma: 1) == 1)
    #expect(Weighting.fading.priorWeight(iteration: 100, sigma: 0, gamma: 1) == 0.1)
    // g = 4 · 6.875 / (25 √2)² = 0.022.
    let gamma = try Self.prior().weight
    #expect(abs(gamma - 0.022) < 1e-7)
    let weight = Weighting.balanced.priorWeight(iteration: 7, sigma: 2.55, gamma: gamma)
    #expect(abs(weight - 0.022 / (0.022 + 1 / 6.5025)) < 1e-7)
    let iteration = RestorationIteration(
      number: 1, count: 2, priorWeight: 0.25, dataResidual: 8, priorResidual: 16)
    #expect(iteration.energy == 5)
    let splitting = RestorationMethod.splitting.solver()
    #expect(splitting.iterationCount(sigma: 1) == 20 && splitting.iterationCount(sigma: 0) == 30)
    #expect(RestorationMethod.descent.solver().iterationCount(sigma: 1) == 300)
  }
}

/// The prior on pictures of any size and of either number of channels, and its weights.
@Suite struct AutoencodingPriorTests {
  private static func picture(channels: Int, seed: UInt64 = 1) -> Tensor {
    var random = RandomNumbers(seed: seed)
    return random.uniform(shape: [1, channels, 150, 97])
  }

  @Test func partsFitTogetherWithoutASeam() throws {
    let whole = try RestorationSolverTests.prior()
    var parts = whole
    parts.tileSize = 64
    let (picture, noise) = (Self.picture(channels: 3), Self.picture(channels: 3, seed: 2))
    let tolerance = Tolerance(absolute: 2e-6)
    #expect(
      mismatch(
        parts.denoised(picture, strength: 40),
        ReferenceTensor(whole.denoised(picture, strength: 40)), tolerance) == nil)
    let (wanted, found) = (
      whole.evaluated(at: picture, noise: noise), parts.evaluated(at: picture, noise: noise)
    )
    #expect(mismatch(found.gradient, ReferenceTensor(wanted.gradient), tolerance) == nil)
    #expect(abs(found.residual / wanted.residual - 1) < 1e-6)
  }

  /// The gradient is that of half of the residual: along a direction, by central differences.
  @Test(arguments: [1, 3])
  func gradientsAreThoseOfResiduals(channels: Int) throws {
    let prior = try RestorationSolverTests.prior()
    var random = RandomNumbers(seed: 4)
    let picture = random.uniform(shape: [1, channels, 12, 9])
    let noise = random.normal(shape: [1, 3, 12, 9], standardDeviation: 0.1)
    let direction = random.normal(shape: picture.shape)
    let gradient = prior.evaluated(at: picture, noise: noise).gradient
    let step: Float = 1e-3
    let (after, before) = (
      prior.evaluated(at: picture + direction * step, noise: noise).residual,
      prior.evaluated(at: picture - direction * step, noise: noise).residual
    )
    let slope = (after - before) / (4 * Double(step))
    #expect(abs(dot(gradient, direction) - slope) < 1e-2 * abs(slope) + 1e-3)
  }

  /// A gray picture is three equal colors to weights for color; weights for gray take colors one by one.
  @Test func channelsOfAnyNumber() throws {
    let prior = try RestorationSolverTests.prior()
    let gray = Self.picture(channels: 1)
    let colors = prior.denoised(concatenateChannels([gray, gray, gray]), strength: 25)
    let planes = splitChannels(colors, counts: [1, 1, 1])
    let mean = (planes[0] + planes[1] + planes[2]) * (1 / 3)
    #expect(
      mismatch(
        prior.denoised(gray, strength: 25), ReferenceTensor(mean), Tolerance(absolute: 1e-6))
        == nil)
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.imageChannels, hyperparameters.channels, hyperparameters.depth) = (1, 4, 3)
    let network = DenoisingAutoencoder(hyperparameters, seed: 6)
    var weights = network.parameters.snapshot()
    weights["conv3.weight"] = Self.picture(channels: 1).values.withUnsafeBufferPointer {
      Tensor(shape: [1, 4, 3, 3], values: $0.prefix(36).map { $0 - 0.5 })
    }
    try network.parameters.load(weights, from: "weights")
    let plain = AutoencodingPrior(network, sigma: 25)
    let (picture, noise) = (Self.picture(channels: 3), Self.picture(channels: 3, seed: 2))
    let whole = plain.evaluated(at: picture, noise: noise)
    let pairs = zip(
      splitChannels(picture, counts: [1, 1, 1]), splitChannels(noise, counts: [1, 1, 1]))
    let single = pairs.map { plain.evaluated(at: $0, noise: $1) }
    #expect(
      byteMismatch(whole.gradient, concatenateChannels(single.map(\.gradient))) == nil)
    #expect(abs(whole.residual / single.reduce(0) { $0 + $1.residual } - 1) < 1e-12)
  }

  @Test func onlyAutoencodersServe() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-prior-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try PictureNoiseModel.write(to: path("a.safetensors"))
    let prior = try AutoencodingPrior(contentsOf: path("a.safetensors"))
    #expect(prior.sigma == 25 && prior.channels == 1)
    try PictureNoiseModel.write(
      to: path("b.safetensors"), degradation: .gaussianNoiseRange(sigma: 5...50))
    try NoiseModel.write(to: path("c.safetensors"))
    for name in ["b.safetensors", "c.safetensors"] {
      let failure = #expect(throws: Failure.self) {
        _ = try AutoencodingPrior(contentsOf: path(name))
      }
      #expect(failure?.kind == .badData && failure?.subject == path(name))
    }
    let none = #expect(throws: Failure.self) { _ = try AutoencodingPrior.named("nothing") }
    #expect(none?.kind == .usage)
    let missing = #expect(throws: Failure.self) {
      _ = try AutoencodingPrior(contentsOf: path("none.safetensors"))
    }
    #expect(missing?.kind == .noInput)
  }
}
