import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation

/// Trains a model by a recipe.
///
/// It writes `best.safetensors` and `last.safetensors` (averaged weights with their model card),
/// `state.safetensors` (the state for resuming), `log.csv`, and a copy of the recipe to the output folder.
public final class Trainer {
  public let recipe: Recipe
  let recipeText: String
  let folder: OutputFolder
  let task: any TrainingTask
  private let log: TrainingLog
  private let lock: FolderLock
  var optimizer: any Optimizer
  var average: ExponentialMovingAverage
  var step = 0
  var best: Double

  /// The measure of validations.
  public var measure: ValidationMeasure { task.measure }

  /// The skipped files of the data folders, which are not images.
  public var passedOver: [String] { task.passedOver }

  /// Reads the data and, when resuming, the last checkpoint.
  ///
  /// - Parameters:
  ///   - recipePath: the recipe's YAML file.
  ///   - dataDirectory: the folder that holds the data sets.
  ///   - outputDirectory: the output folder, made if it does not exist.
  ///   - resume: whether to resume from the folder's checkpoint; if false, a folder with a checkpoint is an error.
  /// - Throws: ``Failure`` if files are missing, damaged, or do not match; of the kind `busy` if another training
  ///   uses the folder.
  public init(
    recipePath: String, dataDirectory: String, outputDirectory: String, resume: Bool
  ) throws(Failure) {
    recipeText = try Recipe.text(of: recipePath)
    recipe = try Recipe(yaml: recipeText, path: recipePath)
    folder = OutputFolder(path: outputDirectory)
    try folder.check(resuming: resume)
    task = try recipe.makeTask(dataDirectory: dataDirectory, path: recipePath)
    best = task.measure.worst
    if recipe.start != "scratch" {
      let start = folder.sibling(recipe.start)
      try task.parameters.load(roundsOf: try Safetensors.read(start).tensors, from: start)
    }
    guard recipe.normalization != .running || !task.parameters.buffers.isEmpty else {
      throw Failure(
        .badData, recipePath, found: "normalization: running, for a network without normalization",
        wanted: "no such key")
    }
    optimizer = recipe.optimizer.makeOptimizer()
    average = ExponentialMovingAverage(
      decay: recipe.validation.averageDecay, of: task.parameters)
    log = TrainingLog(path: folder.log, scoreColumn: task.measure.column)
    try Self.checkMemory(for: task, by: recipe, recipePath: recipePath)
    // The folder comes last, so a training that cannot begin leaves nothing behind.
    lock = try folder.locked(resuming: resume)
    if resume { try loadState() }
    try log.open(afterStep: step)
    try folder.writeRecipe(recipeText)
  }

  /// Takes the remaining steps.
  ///
  /// - Parameters:
  ///   - shouldStop: called after every step; if it returns true, the training ends with a checkpoint.
  ///   - observer: called with each event.
  public func run(
    shouldStop: () -> Bool = { false }, observer: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    let clock = ContinuousClock()
    let (start, firstStep) = (clock.now, step)
    var (losses, lastReport) = ([Double](), clock.now)
    while step < recipe.schedule.steps {
      let loss = takeStep()
      guard loss.isFinite else { return .diverged(step: step) }
      losses.append(loss)
      let isInterrupted = shouldStop()
      let isDue = step % recipe.validation.every == 0 || step == recipe.schedule.steps
      if isDue || isInterrupted || clock.now - lastReport >= .seconds(1) {
        let seconds = (clock.now - start) / .seconds(1)
        let speed = Double(step - firstStep) / max(seconds, 1e-9)
        let mean = losses.reduce(0, +) / Double(losses.count)
        observer(
          .progress(
            .init(
              step: step, steps: recipe.schedule.steps, loss: mean,
              learningRate: optimizer.learningRate,
              samplesPerSecond: speed * Double(task.batchSize),
              secondsLeft: Double(recipe.schedule.steps - step) / speed)))
        if !isDue { try log.append(step: step, learningRate: optimizer.learningRate, loss: mean) }
        if isDue { try validate(loss: mean, observer) }
        (losses, lastReport) = ([], clock.now)
      }
      if isInterrupted || isDue {
        try saveState()
        observer(.checkpoint(step: step))
      }
      if isInterrupted && step < recipe.schedule.steps { return .interrupted(step: step) }
    }
    return .finished(best: best)
  }

  /// Takes one step of the optimizer and returns its loss.
  private func takeStep() -> Double {
    let parameters = task.parameters.trainable
    let tape = Tape(mode: recipe.normalization == .running ? .inference : .training)
    let loss = task.loss(step: step, on: tape)
    tape.backward(from: loss)
    var gradients = tape.gradients(of: parameters)
    let norm = GradientClipping.globalNorm(recipe.optimizer.clipGradientNorm).apply(to: &gradients)
    guard norm.isFinite else { return .nan }
    optimizer.learningRate =
      recipe.schedule.makeSchedule(from: recipe.optimizer.learningRate).rate(at: step)
    optimizer.update(parameters, gradients: gradients)
    average.update(task.parameters)
    step += 1
    return Double(loss.value.scalar)
  }

  private func validate(loss: Double, _ observer: (TrainingEvent) -> Void) throws {
    let score = try task.score(of: average.averages)
    let isBest = measure.isBetter(score, than: best)
    if isBest { best = score }
    try log.append(step: step, learningRate: optimizer.learningRate, loss: loss, score: score)
    try writeWeights(to: folder.last)
    if isBest { try writeWeights(to: folder.best) }
    observer(
      .validation(
        .init(
          step: step, measure: measure, score: score, baseline: task.baselineScore,
          isBest: isBest)))
  }

  /// Writes the averaged weights with their card.
  private func writeWeights(to path: String) throws {
    let card = ModelCard(
      name: recipe.name, task: recipe.task, architecture: recipe.model.cardEntry(),
      degradation: recipe.degradation, target: recipe.data.source.target, recipe: recipeText,
      steps: step, data: task.data.name, dataLicense: task.data.license)
    try Safetensors.write(average.averages, metadata: card.metadata(), to: path)
  }
}
