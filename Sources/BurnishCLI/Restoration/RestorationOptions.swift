import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation

/// Which prior and which solver restore a picture, and what is told of it.
struct RestorationOptions: ParsableArguments {
  @OptionGroup var solverOptions: SolverOptions

  @Option(
    help: ArgumentHelp(
      """
      A file for energy, residuals and, with --truth, decibels of each iteration: .csv for a table, \
      .svg for a plot.
      """, valueName: "file"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "The picture as it was, of the result's size: its distance is told in decibels.",
      valueName: "image"))
  var truth: String?

  @Option(
    help: ArgumentHelp(
      "An existing folder for a PNG of the picture after every --every iterations.",
      valueName: "dir"))
  var intermediate: String?

  @Option(help: "How many iterations lie between intermediate pictures. (default: 1)")
  var every: Int?

  @OptionGroup var destination: OutputOptions

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if let every {
      if every < 1 { throw ValidationError("--every: \(every); expected at least 1") }
      if intermediate == nil {
        throw ValidationError("--every: belongs to --intermediate, which is not given")
      }
    }
  }

  /// Restores a picture, shows how it goes and writes what became of it; Ctrl-C ends the work with the best so
  /// far and the exit code 130.
  ///
  /// - Parameters:
  ///   - path: the picture's file.
  ///   - inputs: the other files that the work reads.
  ///   - problem: what happened, to samples `[1, C, h, w]`.
  func restore(
    _ path: String, inputs: [String], problem: (Tensor) throws -> RestorationProblem
  ) throws {
    threads.apply()
    let inputs = [path] + inputs + (truth.map { [$0] } ?? [])
    let picture = try Image.read(path)
    let known = try truth.map { try Image.readInRange($0) }
    try check(picture, inputs: inputs)
    let restorer = PictureRestorer(
      prior: try .named(solverOptions.model), solver: solverOptions.solver)
    Interruption.watch()
    let line = ProgressLine()
    let observer = PictureRestorer.Observer(
      shouldStop: { Interruption.isRequested },
      afterIteration: { iteration, image in
        line.show(Self.words(iteration))
        if let intermediate, iteration.number % (every ?? 1) == 0 {
          let name = String(format: "%04d.png", iteration.number)
          try image().write(
            to: URL(fileURLWithPath: intermediate).appendingPathComponent(name).path)
        }
      })
    let result = try restorer.restored(
      picture, subject: path, truth: known, truthSubject: truth ?? "", observer: observer,
      problem: problem)
    line.clear()
    try result.image.write(to: destination.output)
    if let last = result.iterations.last {
      print(Self.words(last))
    }
    if let trace { try RestorationTrace(result.iterations).write(to: trace) }
    if !result.isComplete {
      print("interrupted; \(destination.output) is what the picture had become")
      throw ExitCode(130)
    }
  }

  private func check(_ picture: Image, inputs: [String]) throws {
    let output = destination.output
    try OutputFile.check(output, for: picture, inputs: inputs)
    if let trace {
      _ = try EnergyTrace.Format(path: trace)
      try OutputFile.check(trace, inputs: inputs)
      try OutputFile.checkDiffers(trace, from: output)
    }
    if let intermediate {
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: intermediate, isDirectory: &isDirectory),
        isDirectory.boolValue
      else {
        throw Failure(
          .cannotCreate, intermediate, found: "no folder", wanted: "an existing folder")
      }
    }
  }

  private static func words(_ iteration: RestorationIteration) -> String {
    let decibels = iteration.decibels.map { String(format: ", %.2f dB", $0) } ?? ""
    return
      "iteration \(iteration.number) of \(iteration.count), energy \(Float(iteration.energy))\(decibels)"
  }
}

/// The prior's weights and the way to its minimum.
struct SolverOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The name of a shipped autoencoder (see 'burnish models'), or the path of a .safetensors file.
      """, valueName: "name|path"))
  var model = AutoencodingPrior.standardName

  @OptionGroup var way: MethodOptions

  @Option(help: "The seed of the noise that the prior is asked with.")
  var seed: UInt64 = 0

  var solver: any RestorationSolver {
    way.method.solver(iterations: way.iterations, seed: seed)
  }
}
