import Burnish
import BurnishCore
import BurnishNetworks
import BurnishTensors
import BurnishTraining
import Foundation
import Testing
import _TestSupport

@Suite("Training")
struct TrainerTests {
  func trainer(
    _ data: SyntheticData, _ recipe: String, _ output: String, resume: Bool = false
  ) throws -> Trainer {
    try Trainer(
      recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output(output),
      resume: resume)
  }

  /// Trains on one thread, so that the bits do not depend on the settings of other tests.
  func train(
    _ data: SyntheticData, _ recipe: String, _ output: String, resume: Bool = false,
    shouldStop: () -> Bool = { false }, observer: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    try withThreadCount(1) {
      try trainer(data, recipe, output, resume: resume)
        .run(shouldStop: shouldStop, observer: observer)
    }
  }

  /// Trains into the folder `out`, and returns the last validation.
  func lastValidation(
    _ data: SyntheticData, _ recipe: String
  ) throws -> TrainingEvent.Validation {
    var last: TrainingEvent.Validation?
    _ = try train(
      data, recipe, "out",
      observer: { event in if case .validation(let validation) = event { last = validation } })
    return try #require(last)
  }

  func bytes(_ data: SyntheticData, _ file: String) -> Data? {
    FileManager.default.contents(atPath: data.output(file))
  }

  @Test("A trained network beats plain enlargement on frames it has not seen")
  func learns() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    // Enough samples for learning on every processor, however sums are rounded.
    let recipe = try data.recipe(steps: 400, every: 200) {
      $0.replacing("batchSize: 2", with: "batchSize: 8")
    }
    var validations: [TrainingEvent.Validation] = []
    let outcome = try train(
      data, recipe, "out",
      observer: { event in
        if case .validation(let validation) = event { validations.append(validation) }
      })
    let last = try #require(validations.last)
    #expect(validations.map(\.step) == [200, 400])
    #expect(last.measure.unit == "cm")
    #expect(last.score < 0.85 * last.baseline)
    #expect(outcome == .finished(best: validations.map(\.score).min()!))

    let (tensors, metadata) = try Safetensors.read(data.output("out/best.safetensors"))
    let card = try ModelCard(metadata: metadata, path: "best")
    #expect(card.name == "small")
    #expect(card.degradation == .upsampling(factor: 4, protocol: .dknBicubic))
    #expect(card.recipe == (try String(contentsOfFile: recipe, encoding: .utf8)))
    #expect(tensors["guide.conv1.weight"]?.shape == [16, 48, 3, 3])
    let log = try String(contentsOfFile: data.output("out/log.csv"), encoding: .utf8)
    #expect(log.hasPrefix("step,learning_rate,loss,validation_rmse_cm\n"))
    #expect(log.contains("\n400,"))
  }

  @Test("Noise is removed from frames that training has not seen")
  func removesNoise() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    let recipe = try data.recipe(steps: 200, every: 200, change: SyntheticData.noiseReduction)
    let validation = try lastValidation(data, recipe)
    #expect(validation.measure.unit == "levels")
    // 25 levels of noise, on two frames of 5760 samples.
    #expect(abs(validation.baseline - 25) < 1)
    #expect(validation.score < 0.7 * validation.baseline, "\(validation.score)")
    let model = try ModelCatalog().jointModel(
      data.output("out/best.safetensors"), for: .noiseReduction)
    #expect(model.card?.degradation == .gaussianNoise(sigma: 25))
    #expect(model.card?.task == .noiseReduction && model.card?.target == .depth)
    let log = try String(contentsOfFile: data.output("out/log.csv"), encoding: .utf8)
    #expect(log.hasPrefix("step,learning_rate,loss,validation_rmse_levels\n"))
  }

  @Test("Noise is removed from colors with near-infrared light as the guide")
  func removesNoiseUnderNearInfrared() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    try data.writeNearInfrared(count: 20)
    let recipe = try data.recipe(steps: 120, every: 120, change: SyntheticData.nearInfrared)
    let validation = try lastValidation(data, recipe)
    #expect(validation.measure.unit == "dB")
    #expect(abs(validation.baseline - 20.2) < 0.5, "\(validation.baseline)")
    #expect(validation.score > validation.baseline + 4, "\(validation.score)")
    let model = try ModelCatalog().jointModel(
      data.output("out/best.safetensors"), for: .noiseReduction)
    #expect(model.card?.architecture.name == "JointDeepAM")
    #expect(model.card?.data == "nir/country, 6 pairs of color and near-infrared")
  }

  @Test("DeepAM upsamples depth under bmp-3")
  func sharpensBilinearDepth() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    let recipe = try data.recipe(steps: 150, every: 150, change: SyntheticData.bilinearSharpening)
    let validation = try lastValidation(data, recipe)
    #expect(validation.measure.baseline == "bilinear")
    #expect(validation.score < 0.95 * validation.baseline, "\(validation.score)")
    let model = try JointModel(contentsOf: data.output("out/best.safetensors"))
    #expect(model.protocol == .bmp3)
  }

  @Test("A network without a guide removes noise from images")
  func denoises() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    let recipe = try data.recipe(steps: 200, every: 200, change: SyntheticData.denoising)
    let validation = try lastValidation(data, recipe)
    #expect(validation.measure.unit == "dB")
    // 25 levels of noise, clipped where it leaves 0...255.
    #expect(abs(validation.baseline - 20.2) < 0.5, "\(validation.baseline)")
    #expect(validation.score > validation.baseline + 4, "\(validation.score)")
    let model = try ImageModel(contentsOf: data.output("out/best.safetensors"))
    #expect(model.card?.task == .denoising && model.card?.dataLicense == "made here")
  }

  @Test("Training also works for a range of noise levels")
  func denoisesBlindly() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let recipe = try data.recipe(steps: 4, every: 4) {
      SyntheticData.denoising($0).replacingOccurrences(
        of: "kind: gaussian-noise\n  sigma: 25",
        with: "kind: gaussian-noise-range\n  leastSigma: 8\n  greatestSigma: 50"
      ).replacingOccurrences(of: "colors: rgb", with: "colors: gray")
        .replacingOccurrences(of: "imageChannels: 3", with: "imageChannels: 1")
    }
    _ = try train(data, recipe, "out")
    let card = try ImageModel(contentsOf: data.output("out/best.safetensors")).card
    #expect(card?.degradation == .gaussianNoiseRange(sigma: 8...50))
  }

  @Test("RBDN learns to remove noise of unknown level, starting from the identity")
  func branchesDenoiseBlindly() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    let recipe = try data.recipe(steps: 150, every: 150) {
      let recipe = SyntheticData.denoising($0).replacingOccurrences(
        of: "kind: gaussian-noise\n  sigma: 25",
        with: "kind: gaussian-noise-range\n  leastSigma: 8\n  greatestSigma: 50"
      ).replacingOccurrences(of: "colors: rgb", with: "colors: gray")
      return recipe.replacingCharacters(
        in: recipe.firstRange(of: /model:\n(  .*\n)+/)!, with: SyntheticData.smallRBDN)
    }
    let validation = try lastValidation(data, recipe)
    #expect(validation.score > validation.baseline + 3, "\(validation)")
    let model = try ImageModel(contentsOf: data.output("out/best.safetensors"))
    #expect(model.isBlind && model.card?.architecture.name == "RBDN")
  }

  @Test("A training that starts from weights can keep their running statistics")
  func keepsStatistics() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    _ = try train(data, try data.recipe(steps: 4, every: 4, change: SyntheticData.denoising), "a")
    for rule in ["batch", "running"] {
      let recipe = try data.recipe("\(rule).yaml", steps: 3, every: 3) {
        SyntheticData.denoising($0).replacingOccurrences(
          of: "start: scratch", with: "start: a/last.safetensors\nnormalization: \(rule)")
      }
      _ = try train(data, recipe, rule)
      let (before, after) = (
        try Safetensors.read(data.output("a/last.safetensors")).tensors,
        try Safetensors.read(data.output("\(rule)/last.safetensors")).tensors
      )
      #expect(before.keys.contains { $0.hasSuffix("running_var") })
      for (path, tensor) in before {
        let stays = rule == "running" && path.contains("running_")
        #expect((after[path]?.values == tensor.values) == stays, "\(rule): \(path)")
      }
    }
  }

  @Test("Colors that the network does not take are refused")
  func colorsDoNotFit() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let recipe = try data.recipe(steps: 4, every: 4) {
      SyntheticData.denoising($0).replacingOccurrences(of: "colors: rgb", with: "colors: gray")
    }
    let failure = #expect(throws: Failure.self) { try train(data, recipe, "out") }
    #expect(failure?.kind == .badData && failure?.subject == recipe)
  }

  enum Kind: CaseIterable {
    case sharpening, noiseReduction, simulatedScores, givenScores, denoising
    case bilinearSharpening, nearInfrared, pairs
  }

  @Test("Recipes, folders, and data that do not fit are refused")
  func refusals() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let recipe = try data.recipe(steps: 3, every: 3)
    func failure(_ body: () throws -> Trainer) -> Failure? {
      do {
        _ = try body()
        return nil
      } catch { return error as? Failure }
    }
    let missing = failure { try trainer(data, recipe, "none", resume: true) }
    #expect(missing?.kind == .noInput)
    _ = try train(data, recipe, "out")
    #expect(failure { try trainer(data, recipe, "out") }?.kind == .cannotCreate)
    let other = try data.recipe("other.yaml", steps: 3, every: 3, seed: 5)
    #expect(failure { try trainer(data, other, "out", resume: true) }?.kind == .usage)
    let shorter = try data.recipe("shorter.yaml", steps: 2, every: 3) {
      $0.replacing("warmup: 2", with: "warmup: 1")
    }
    #expect(failure { try trainer(data, shorter, "out", resume: true) }?.kind == .usage)
    let large = try data.recipe("large.yaml", steps: 3, every: 3) {
      $0.replacingOccurrences(of: "cropSize: 32", with: "cropSize: 96")
    }
    #expect(failure { try trainer(data, large, "large") }?.description.contains("80x72") == true)
    let noData = failure {
      try Trainer(
        recipePath: recipe, dataDirectory: data.output("nowhere"),
        outputDirectory: data.output("x"), resume: false)
    }
    #expect(noData?.kind == .noInput)
  }
}
