import ArgumentParser
import BurnishCore
import BurnishTraining
import Foundation

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model from a recipe.",
    usage: "burnish train [<options>] <recipe> --out <dir>",
    discussion: """
      Examples:
        burnish train Recipes/fdkn-x8.yaml --data DIR --out runs/fdkn-x8
        burnish train Recipes/fdkn-x8.yaml --data DIR --out runs/fdkn-x8 --resume
        burnish train Recipes/pairs-example.yaml --data samples --out runs/pairs

      \(HelpSection.more("train"))
      """)

  @Argument(help: "Recipe with every hyperparameter (YAML).")
  var recipe: String

  @OptionGroup(title: HelpSection.input) var data: DataOptions

  @OptionGroup(title: HelpSection.output) var destination: DestinationOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct DestinationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder for weights, log, and checkpoints.", valueName: "dir"))
    var out: String

    @Flag(help: "Continue from the last checkpoint in that folder.")
    var resume = false
  }

  func run() throws {
    let out = destination.out
    try engine.start()
    let trainer = try Trainer(
      recipePath: recipe, dataDirectory: data.directory(), outputDirectory: out,
      resume: destination.resume)
    Self.report(trainer.passedOver)
    let progress = ProgressLine()
    Interruption.watch()
    let outcome = try trainer.run(shouldStop: { Interruption.isRequested }) { event in
      switch event {
      case .progress(let state): progress.show(Self.line(state))
      case .validation(let result):
        progress.clear()
        let mark = result.isBest ? ", the best so far" : ""
        let baseline = String(format: "%.3f", result.baseline)
        print(
          "step \(result.step): validation \(Self.text(result.score, result.measure)) "
            + "(\(result.measure.baseline) \(baseline))\(mark)")
        fflush(nil)
      case .checkpoint: break
      }
    }
    progress.clear()
    switch outcome {
    case .finished(let best):
      print("finished: \(out)/best.safetensors, validation \(Self.text(best, trainer.measure))")
    case .interrupted(let step):
      print("interrupted after step \(step); go on with --resume")
      throw Interruption.exitCode
    case .diverged(let step):
      throw Failure(
        .badData, recipe, found: "the training diverged at step \(step)",
        wanted: "a recipe with a lower learning rate")
    }
  }

  /// Reports files of the data that are no images; it names the first few.
  private static func report(_ passedOver: [String]) {
    let shown = 5
    for path in passedOver.prefix(shown) {
      print("\(path): passed over, as it is no image")
    }
    if passedOver.count > shown {
      print("\(passedOver.count - shown) more files are no images")
    }
  }

  /// A score with its name and unit.
  private static func text(_ score: Double, _ measure: ValidationMeasure) -> String {
    let value = "\(measure.name) \(String(format: "%.3f", score))"
    return measure.unit.isEmpty ? value : "\(value) \(measure.unit)"
  }

  private static func line(_ state: TrainingEvent.Progress) -> String {
    let left = state.secondsLeft.isFinite ? Int(state.secondsLeft) : 0
    return String(
      format: "step %d of %d, loss %.5f, %.1f samples/s, %d:%02d:%02d left", state.step,
      state.steps, state.loss, state.samplesPerSecond, left / 3600, left / 60 % 60, left % 60)
  }
}
