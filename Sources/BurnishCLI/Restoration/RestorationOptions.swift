import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation

/// Which prior and which solver restore an image, and what is told of it.
struct RestorationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.output) var observation: ObservationOptions

  @OptionGroup(title: HelpSection.model) var solverOptions: SolverOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  /// Restores an image, shows how it goes and writes what became of it.
  ///
  /// Ctrl-C ends the work with what there is so far and the exit code 130; an intermediate image that cannot be
  /// written ends it likewise, and is thrown when the result is safe.
  ///
  /// - Parameters:
  ///   - path: the image's file.
  ///   - inputs: the other files that the work reads.
  ///   - methods: the classical methods that will do for a model.
  ///   - problem: what happened, to samples `[1, C, h, w]` of an image of a format.
  func restore(
    _ path: String, inputs: [String], besides methods: [ClassicalMethod] = [],
    problem: (Tensor, SampleFormat) throws -> InverseProblem
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
    let result = try restorer.restored(
      image, subject: path, truth: known, truthSubject: truth ?? "", observer: observer
    ) { samples in
      let problem = try problem(samples, image.sampleFormat)
      let shape = problem.visible(problem.start).shape
      try OutputFile.checkSize(
        destination.output, for: image, (width: shape[3], height: shape[2]))
      // How many iterations there are to be is known now.
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
  /// How far the image is merely moved against another one of its size.
  ///
  /// Light counts as its iterations do, by its maximum in what was observed.
  fileprivate func displacement(from truth: Image, scale: Float) -> Displacement? {
    let (found, wanted) =
      channels == 1
      ? (samples, truth.grayscale().samples) : (inRGB().samples, truth.inRGB().samples)
    return Displacement(of: found * (1 / scale), from: wanted * (1 / scale))
  }
}

/// The prior's weights and the way to its minimum.
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

  /// - Parameter methods: the classical methods that will do for a model.
  func solver(besides methods: [ClassicalMethod]) throws -> any InverseSolver {
    try NamedSolver.named(
      model, besides: methods, by: way.chosen, iterations: way.iterations, seed: seed ?? 0
    ).solver
  }
}
