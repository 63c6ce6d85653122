import ArgumentParser
import BurnishCore
import BurnishTraining
import Foundation

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model by a recipe.",
    discussion: """
      The output folder receives best.safetensors and last.safetensors, which the other \
      commands take with --model, a log in CSV, a copy of the recipe, and what --resume goes on \
      from. Ctrl-C ends the training with a checkpoint and the exit code 130. A folder \
      takes one training at a time. What --resume goes on with has the same recipe by its values; \
      only schedule.steps may differ. Files of the data that are no pictures are passed over and named.

      Example:
        burnish train Recipes/fdkn-x8.yaml --data DIR --out runs/fdkn-x8
      """)

  @Argument(help: "The recipe, a YAML file that names every hyperparameter.")
  var recipe: String

  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("Where weights, log and checkpoints go.", valueName: "dir"))
  var out: String

  @Flag(help: "Go on from the last checkpoint in the output folder.")
  var resume = false

  @OptionGroup var engine: EngineOptions

  func run() throws {
    try engine.start()
    let trainer = try Trainer(
      recipePath: recipe, dataDirectory: data.directory(), outputDirectory: out, resume: resume)
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

  /// Says which files of the data are no pictures, the first ones by name.
  private static func report(_ passedOver: [String]) {
    let shown = 5
    for path in passedOver.prefix(shown) {
      print("\(path): passed over, as it is no picture")
    }
    if passedOver.count > shown {
      print("\(passedOver.count - shown) more files are no pictures")
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
