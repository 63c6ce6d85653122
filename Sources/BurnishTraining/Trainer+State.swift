import BurnishCore
import BurnishNetworks
import BurnishTensors

extension Trainer {
  private enum Key {
    static let recipe = "recipe"
    static let step = "step"
    static let best = "best"
    static let parameters = "network."
  }

  /// Writes the state for resuming: weights, averages, the optimizer's moments, and the step, which decides
  /// all later batches.
  func saveState() throws(Failure) {
    var tensors = optimizer.state()
    tensors.merge(average.state()) { _, new in new }
    for (path, value) in task.parameters.snapshot() { tensors[Key.parameters + path] = value }
    try Safetensors.write(
      tensors,
      metadata: [
        Key.recipe: recipeText, Key.step: String(step), Key.best: String(best),
      ], to: folder.state)
  }

  /// Checks that the recipe has the values of the checkpoint's recipe; only the number of steps may differ.
  ///
  /// - Parameters:
  ///   - step: the checkpoint's step.
  ///   - text: the text of the checkpoint's recipe.
  private func check(step: Int, of text: String) throws(Failure) {
    var earlier = try Recipe(yaml: text, path: folder.state)
    let steps = recipe.schedule.steps
    guard steps == earlier.schedule.steps || steps >= step else {
      throw Failure(
        .usage, folder.state, found: "a checkpoint of step \(step), and a recipe of \(steps) steps",
        wanted: "a recipe of as many steps or more")
    }
    earlier.schedule.steps = steps
    guard earlier == recipe else {
      throw Failure(
        .usage, folder.state, found: "a checkpoint of another recipe",
        wanted: "the recipe of \(folder.recipe), of which schedule.steps alone may differ")
    }
  }

  func loadState() throws(Failure) {
    let (tensors, metadata) = try Safetensors.read(folder.state)
    guard let text = metadata[Key.recipe], let step = metadata[Key.step].flatMap(Int.init),
      let best = metadata[Key.best].flatMap(Double.init)
    else {
      throw Failure(
        .badData, folder.state, found: "it is no checkpoint of a training",
        wanted: "the file that training writes")
    }
    try check(step: step, of: text)
    var weights: [String: Tensor] = [:]
    for (name, value) in tensors where name.hasPrefix(Key.parameters) {
      weights[String(name.dropFirst(Key.parameters.count))] = value
    }
    try task.parameters.load(weights, from: folder.state)
    try optimizer.load(tensors, for: task.parameters.trainable, from: folder.state)
    try average.load(tensors, from: folder.state)
    (self.step, self.best) = (step, best)
  }
}
