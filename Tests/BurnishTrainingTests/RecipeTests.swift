import Burnish
import BurnishTensors
import BurnishTraining
import Foundation
import Testing

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

  @Test("A key that is missing, unknown, or of the wrong type is named")
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

  @Test(
    "Values outside of their range are refused",
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

  @Test("A key without a value is no key")
  func emptyKeys() throws {
    let yaml = try shipped("fdkn-x8.yaml")
    #expect(failure(yaml.replacingOccurrences(of: "loss:", with: "normalization:\nloss:")) == nil)
    let seed = failure(yaml.replacingOccurrences(of: "seed: 1", with: "seed:"))
    #expect(seed?.description.contains("seed") == true)
  }

  @Test("Sets that do not go with a task are refused")
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

  @Test func missingFile() {
    do {
      _ = try Recipe.read("/nowhere/recipe.yaml")
      Issue.record("a missing recipe was read")
    } catch { #expect(error.kind == .noInput) }
  }
}
