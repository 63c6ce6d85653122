import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

@testable import BurnishTraining

@Suite("Recipes")
struct RecipeTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Recipes").path

  private func shipped(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
  }

  private func failure(_ yaml: String) -> Failure? {
    do {
      _ = try Recipe(yaml: yaml, path: "r.yaml")
      return nil
    } catch { return error }
  }

  @Test("Every recipe of the repository is valid and named after its model and variant")
  func shippedRecipes() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 6)
    for file in files {
      let recipe = try Recipe.read("\(Self.folder)/\(file)")
      let variant = ModelCard.variant(of: recipe.task, undoing: recipe.degradation)
      let isExample = recipe.task == .regression && file.hasPrefix("\(variant)-")
      #expect(isExample || file.hasPrefix("\(recipe.name)-\(variant)"), "\(file)")
    }
  }

  @Test("Recipes of variants are valid and differ from the recipe that they vary")
  func variants() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/variants")
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 10)
    for file in files {
      let recipe = try Recipe.read("\(Self.folder)/variants/\(file)")
      let name = "\(recipe.name)-\(ModelCard.variant(of: recipe.task, undoing: recipe.degradation))"
      let usual = try Recipe.read("\(Self.folder)/\(name).yaml")
      #expect(
        file.hasPrefix("\(name)-") && recipe.degradation == usual.degradation, "\(file)")
      #expect(recipe.model != usual.model, "\(file)")
    }
  }

  @Test("Errors name a key that is missing, unknown, or of the wrong type")
  func keys() throws {
    let yaml = try shipped("fdkn-x8.yaml")
    let missing = failure(yaml.replacingOccurrences(of: "  beta2: 0.999\n", with: ""))
    #expect(missing?.kind == .badData)
    #expect(missing?.description.contains("optimizer.beta2") == true)
    let unknown = failure(yaml.replacingOccurrences(of: "beta2:", with: "beta2: 0.9\n  betta:"))
    #expect(unknown?.description.contains("optimizer.betta") == true)
    let wrong = failure(yaml.replacingOccurrences(of: "factor: 8", with: "factor: eight"))
    #expect(wrong?.description.contains("factor") == true)
    #expect(failure("- just\n- a list")?.kind == .badData)
    #expect(failure(":\n:::")?.kind == .badData)
  }

  /// The recipe of FDKN with another optimizer and another schedule.
  private func recipe(optimizer: String, schedule: String) throws -> String {
    let yaml = try shipped("fdkn-x8.yaml")
    let start = try #require(yaml.range(of: "optimizer:\n"))
    let end = try #require(yaml.range(of: "validation:\n"))
    return yaml[..<start.lowerBound] + "optimizer: {\(optimizer)}\nschedule: {\(schedule)}\n"
      + yaml[end.lowerBound...]
  }

  @Test(
    "Stochastic gradient descent and all schedules are read",
    arguments: [
      ("rate: constant", [Float(0.5), 0.5, 0.5]),
      ("rate: step, divisor: 10, interval: 40", [0.5, 0.5, 0.05]),
      ("rate: poly, power: 2", [0.5, 0.28125, 0.125]),
      ("warmup: 0, finalFraction: 0", [0.5, 0.4267767, 0.25]),
    ])
  func optimization(schedule: String, rates: [Float]) throws {
    let yaml = try recipe(
      optimizer:
        "rule: sgd, learningRate: 0.5, momentum: 0.9, weightDecay: 0.0, clipGradientNorm: 1",
      schedule: "steps: 100, \(schedule)")
    let recipe = try Recipe(yaml: yaml, path: "r.yaml")
    let rate = recipe.schedule.makeSchedule(from: recipe.optimizer.learningRate)
    for (step, wanted) in zip([0, 25, 50], rates) {
      #expect(abs(rate.rate(at: step) - wanted) < 1e-6)
    }
    let sgd = try #require(recipe.optimizer.makeOptimizer() as? SGD)
    #expect(sgd.momentum == 0.9 && sgd.learningRate == 0.5 && !sgd.nesterov)
  }

  @Test(
    "Keys of another rule or schedule are refused, and missing keys are named",
    arguments: [
      (
        "rule: sgd, momentum: 0.9, beta1: 0.9", "rate: constant", "optimizer.beta1: 0.9",
        "no such key with sgd"
      ),
      ("rule: sgd", "rate: constant", "no key optimizer.momentum", "for sgd"),
      ("rule: sgd, momentum: 1", "rate: constant", "optimizer.momentum: 1", "0..<1"),
      (
        "rule: sgd, momentum: 0, nesterov: true", "rate: constant", "optimizer.nesterov",
        "positive momentum"
      ),
      (
        "momentum: 0.9, beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8", "rate: constant",
        "optimizer.momentum", "adam"
      ),
      ("rule: sgd, momentum: 0.9", "rate: poly", "no key schedule.power", "for poly"),
      ("rule: sgd, momentum: 0.9", "rate: constant, warmup: 3", "schedule.warmup: 3", "constant"),
      (
        "rule: sgd, momentum: 0.9", "rate: step, divisor: 0, interval: 4", "schedule.divisor: 0",
        "positive"
      ),
      (
        "rule: sgd, momentum: 0.9", "rate: step, divisor: 2, interval: 0", "schedule.interval: 0",
        "1 or more"
      ),
      ("rule: sgd, momentum: 0.9", "finalFraction: 0", "no key schedule.warmup", "for cosine"),
      ("rule: sgd, momentum: 0.9", "rate: fast", "fast", "cosine, constant, step, poly"),
    ])
  func keysOfOthers(_ optimizer: String, _ schedule: String, _ found: String, _ words: String)
    throws
  {
    let refused = failure(
      try recipe(
        optimizer: "learningRate: 0.5, weightDecay: 0.0, clipGradientNorm: 1, \(optimizer)",
        schedule: "steps: 100, \(schedule)"))
    let line = try #require(refused?.description)
    #expect(line.contains(found) && line.contains(words), "\(line)")
  }

  @Test(
    "Values outside their range are refused",
    arguments: [
      ("factor: 8", "factor: 1", "degradation.factor"),
      ("epsilon: 1.0e-8", "epsilon: .inf", "optimizer.epsilon"),
      ("clipGradientNorm: 1", "clipGradientNorm: .nan", "optimizer.clipGradientNorm"),
      ("weightDecay: 0.0001", "weightDecay: .inf", "optimizer.weightDecay"),
      ("factor: 8", "factor: 8.5", "degradation.factor"),
      ("kind: upsampling", "kind: gaussian-noise\n  sigma: 5", "degradation"),
      ("kind: upsampling", "kind: rain", "degradation.kind"),
      ("cropSize: 192", "cropSize: 100", "data.cropSize"),
      ("cropSize: 192", "cropSize: 9223372036854775800", "data.cropSize"),
      ("margin: 8", "margin: 5000000000000000000", "data.margin"),
      ("batchSize: 2", "batchSize: 9000000000000000000", "data.batchSize"),
      ("beta1: 0.9\n", "beta1: 1.5\n", "optimizer.beta1"),
      ("steps: 16000", "steps: 10", "schedule.steps"),
      ("start: scratch", "start: scratch\nnormalization: running", "normalization"),
      (
        "start: scratch", "start: scratch\nnormalization: none",
        "\"none\", which is none of batch, running"
      ),
      ("flips: true", "flips: true\n  mirrors: false", "data.mirrors"),
      ("flips: true", "flips: true\n  mirrors: maybe", "data.mirrors\", which is no true or false"),
      ("seed: 1", "seed: [1", "it is not YAML: "),
      ("loss: l1", "loss: l3", "\"l3\", which is none of l1, l2, charbonnier, softmax-log"),
      ("averageDecay: 0.998", "averageDecay: 1", "validation.averageDecay"),
      ("learningRate: 0.001", "learningRate: -1", "optimizer.learningRate"),
    ])
  func ranges(_ text: String, _ replacement: String, _ key: String) throws {
    let yaml = try shipped("fdkn-x8.yaml")
    #expect(yaml.contains(text))
    let failure = failure(yaml.replacingOccurrences(of: text, with: replacement))
    #expect(failure?.description.contains(key) == true)
  }

  @Test("A key without a value counts as missing")
  func emptyKeys() throws {
    let yaml = try shipped("fdkn-x8.yaml")
    #expect(failure(yaml.replacingOccurrences(of: "loss:", with: "normalization:\nloss:")) == nil)
    let seed = failure(yaml.replacingOccurrences(of: "seed: 1", with: "seed:"))
    #expect(seed?.description.contains("seed") == true)
  }

  @Test("Data sets that do not fit a task are refused")
  func setsOfOtherTasks() throws {
    let yaml = try shipped("deepam-noise25.yaml")
    #expect(failure(yaml) == nil)
    let sharpening = failure(
      yaml.replacingOccurrences(of: "noise-reduction", with: "depth-upsampling")
        .replacingOccurrences(
          of: "kind: gaussian-noise\n  sigma: 25",
          with: "kind: upsampling\n  factor: 8\n  protocol: bmp-3"))
    #expect(sharpening?.found.contains("data.set") == true)
    let rounds = failure(
      yaml.replacingOccurrences(of: "nir-country", with: "nir-country\n  dequantizationRounds: 4"))
    #expect(rounds?.found.contains("data.dequantizationRounds") == true)
  }

  @Test("Either spelling of the license is read, but not both at once")
  func spellings() throws {
    let old = try shipped("rbdn-blind.yaml")
    #expect(old.contains("licence: "))
    let new = old.replacing("licence: ", with: "license: ")
    #expect(try Recipe(yaml: old, path: "r") == Recipe(yaml: new, path: "r"))
    let both = new.replacing(/(\n *)license: .*/) { "\($0.0)\($0.1)licence: x" }
    #expect(failure(both)?.found == "both \"licence\" and \"license\"")
  }

  @Test func missingFile() {
    do {
      _ = try Recipe.read("/nowhere/recipe.yaml")
      Issue.record("a missing recipe was read")
    } catch { #expect(error.kind == .noInput) }
  }
}
