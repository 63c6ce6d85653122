import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation

/// The prior and the solver that restore an image, and what to report.
struct RestorationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.output) var observation: ObservationOptions

  @OptionGroup(title: HelpSection.model) var solverOptions: SolverOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  /// Restores an image, shows progress, and writes the result.
  ///
  /// Ctrl-C ends the work with the result so far and the exit code 130. A failure to write an intermediate image also
  /// ends the work; this method throws it after it has written the result.
  ///
  /// - Parameters:
  ///   - path: the image's file.
  ///   - inputs: the other files that the work reads.
  ///   - methods: the classical methods that are valid as models.
  ///   - problem: makes the inverse problem from samples `[1, C, h, w]` and the image's sample format.
  func restore(
    _ path: String, inputs: [String], besides methods: [ClassicalMethod] = [],
    problem: (Tensor, SampleFormat) throws(Failure) -> InverseProblem
  ) throws {
    let (trace, truth) = (observation.trace, observation.truth)
    try engine.start()
    Interruption.watch()
    let inputs = [path] + inputs + (truth.map { [$0] } ?? [])
    let image = try InputImage.read(path)
    let known = try truth.map { try InputImage.readLight($0) }
    try check(image, inputs: inputs)
    let restorer = ImageRestorer(try solverOptions.solver(besides: methods))
    let line = ProgressLine()
    var failure: (any Error)?
    let observer = ImageRestorer.Observer(
      shouldStop: { Interruption.isRequested || failure != nil },
      afterIteration: { iteration, image in
        line.show(Self.words(iteration))
        do { try intermediateImages?.write(image, after: iteration.number) } catch {
          failure = error
        }
      })
    let result = try restorer.restoredBlocking(
      image, subject: path, truth: known, truthSubject: truth ?? "", observer: observer
    ) { (samples) throws(Failure) in
      let problem = try problem(samples, image.sampleFormat)
      let shape = problem.visible(problem.start).shape
      try OutputFile.checkSize(
        destination.output, for: image, (width: shape[3], height: shape[2]))
      // The number of iterations is known only now.
      try intermediateImages?.check(
        count: restorer.solver.iterationCount(sigma: problem.sigma), inputs: inputs,
        outputs: [destination.output] + (trace.map { [$0] } ?? []),
        overwriting: destination.overwriting)
      return problem
    }
    line.clear()
    guard let last = result.iterations.last else {
      print("interrupted before the first iteration was done; nothing is written")
      throw Interruption.exitCode
    }
    try result.image.write(to: destination.output)
    print(Self.words(last))
    if let moved = known.flatMap({ result.image.displacement(from: $0, scale: result.scale) }) {
      print("\(moved) where it is moved back (right, down)")
    }
    if let trace { try RestorationTrace(result.iterations).write(to: trace) }
    if result.isComplete && failure == nil { return }
    let reason = failure == nil ? "interrupted; " : ""
    print("\(reason)\(destination.output) is what the image had become")
    throw failure ?? Interruption.exitCode
  }

  private var intermediateImages: IntermediateImages? {
    observation.intermediate.map {
      IntermediateImages(folder: $0, every: observation.every ?? 1)
    }
  }

  private func check(_ image: Image, inputs: [String]) throws {
    let output = destination.output
    try OutputFile.check(
      output, for: image, inputs: inputs, overwriting: destination.overwriting)
    if let trace = observation.trace {
      _ = try EnergyTrace.Format(path: trace)
      try OutputFile.check(trace, inputs: inputs, overwriting: destination.overwriting)
      try OutputFile.checkDiffers(trace, from: output)
    }
    try intermediateImages?.checkFolder()
  }

  private static func words(_ iteration: RestorationIteration) -> String {
    let decibels = iteration.decibels.map { String(format: ", %.2f dB", $0) } ?? ""
    return
      "iteration \(iteration.number) of \(iteration.count), energy \(Float(iteration.energy))\(decibels)"
  }
}

extension Image {
  /// Returns the shift of the image relative to another one of the same size, or `nil` if there is none.
  ///
  /// The images are divided by `scale`, the maximum of the observed light, as in the iterations.
  fileprivate func displacement(from truth: Image, scale: Float) -> Displacement? {
    let (found, wanted) =
      channels == 1
      ? (samples, truth.grayscale().samples) : (inRGB().samples, truth.inRGB().samples)
    return Displacement(of: found * (1 / scale), from: wanted * (1 / scale))
  }
}

/// The prior's weights and its solver.
struct SolverOptions: ParsableArguments {
  @Option(help: ArgumentHelp("\(MethodOptions.modelHelp).", valueName: "name|path"))
  var model = ModelCatalog.Standard.restoration

  @OptionGroup var way: MethodOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Seed of the noise that the prior is asked with. (default: 0)", visibility: .hidden),
    transform: number(of: "--seed", in: 0...))
  var seed: UInt64?

  /// - Parameter methods: the classical methods that are valid as models.
  func solver(besides methods: [ClassicalMethod]) throws -> any InverseSolver {
    try NamedSolver.named(
      model, besides: methods, by: way.chosen, iterations: way.iterations, seed: seed ?? 0
    ).solver
  }
}
