import Burnish
import BurnishCore
import BurnishRecipes
import BurnishTensors
import Foundation

extension Recipe {
  /// Reads a recipe.
  ///
  /// - Throws: ``Failure``: `noInput` if the file cannot be read; `badData` if it is too large or not YAML. It is
  ///   also `badData`, with the key, if a key is missing or unknown or its value is out of range.
  public static func read(_ path: String) throws(Failure) -> Recipe {
    try Recipe(yaml: text(of: path), path: path)
  }

  /// Reads the text of a recipe's file.
  static func text(of path: String) throws(Failure) -> String {
    try TextFile.contents(of: path, limit: 1 << 20)
  }

  /// - Parameters:
  ///   - yaml: the recipe's text.
  ///   - path: its file, named in errors.
  public init(yaml: String, path: String) throws(Failure) {
    self = try StrictYAML.decode(
      Recipe.self, from: yaml, spellings: ["licence": "license"], path: path, kind: "recipes",
      wanted: "a recipe as in Recipes/")
    try checkRanges(path: path)
  }

  private func checkRanges(path: String) throws(Failure) {
    let check = RecipeCheck(path: path)
    try check(
      name.wholeMatch(of: /[a-z0-9]+/) != nil, "name", name, "small letters and digits")
    try model.hyperparameters.check(path: path)
    try degradation.check(path: path)
    try check((1...1024).contains(data.batchSize), "data.batchSize", data.batchSize, "1 to 1024")
    try check((0...4096).contains(data.margin), "data.margin", data.margin, "0 to 4096")
    try checkTask(path: path)
    try check(
      data.mirrors == nil || !data.flips, "data.mirrors", data.mirrors ?? false,
      "no such key beside data.flips: true, which mirrors too")
    try check(
      normalization != .running || start != "scratch", "normalization", "running",
      "batch where start is scratch, of which there are no running statistics")
    try check(
      (1...100_000).contains(data.validationFrames), "data.validationFrames",
      data.validationFrames, "1 to 100000")
    try checkOptimization(path: path)
    try check(validation.every > 0, "validation.every", validation.every, "a positive number")
    try check(
      (0..<1).contains(validation.averageDecay), "validation.averageDecay",
      validation.averageDecay, "a number in 0..<1")
  }

  /// Checks that degradation, data, and loss match the task.
  private func checkTask(path: String) throws(Failure) {
    let check = RecipeCheck(path: path)
    func checkFactor(_ factor: Int, minimum: Int) throws(Failure) {
      try check(
        (minimum...64).contains(factor), "degradation.factor", factor,
        "a factor of \(minimum) to 64")
      try check(
        (2 * factor...4096).contains(data.cropSize) && data.cropSize % factor == 0,
        "data.cropSize", data.cropSize,
        "a multiple of the factor, twice the factor at least and 4096 at most")
    }
    func checkClasses(_ choice: ClassChoice) throws(Failure) {
      try check(
        (-1...65535).contains(choice.ignoredLabel), "data.ignoredLabel", choice.ignoredLabel,
        "a label, or -1")
      try check(
        (2...4096).contains(choice.classesPerCrop), "data.classesPerCrop", choice.classesPerCrop,
        "2 to 4096")
    }
    switch (task, degradation) {
    case (.depthUpsampling, .upsampling(let factor, _)): try checkFactor(factor, minimum: 2)
    case (.segmentation, .classScores(let factor)): try checkFactor(factor, minimum: 1)
    case (.noiseReduction, .gaussianNoise), (.denoising, .gaussianNoise),
      (.denoising, .gaussianNoiseRange), (.regression, .pairs), (.relighting, .pairs),
      (.colorization, .lostColors):
      try check((8...4096).contains(data.cropSize), "data.cropSize", data.cropSize, "8 to 4096")
    default:
      throw Failure(
        .badData, path, found: "the task \(task.rawValue) with this degradation.kind",
        wanted: "a recipe as in Recipes/")
    }
    switch (task, data.source) {
    case (.depthUpsampling, .depth(_, let rounds)), (.noiseReduction, .depth(_, let rounds)):
      try check(
        (0...1000).contains(rounds), "data.dequantizationRounds", rounds, "0 to 1000")
    case (.segmentation, .labels(_, let choice, let contrast, let noise)):
      try checkClasses(choice)
      try check((0...1e6).contains(contrast), "data.contrast", contrast, "0 to 1000000")
      try check((0...1e6).contains(noise), "data.noise", noise, "0 to 1000000")
    case (.segmentation, .scoreFolders(let choice, _, _, _)): try checkClasses(choice)
    case (.denoising, .images), (.noiseReduction, .nearInfrared), (.regression, .pairs),
      (.relighting, .faces):
      break
    case (.colorization, .colorImages(let choice)):
      try check(
        !choice.folders.isEmpty, "data.folders", choice.folders, "the name of one folder at least")
      if case .lostColors(let output, let maximumSide) = degradation {
        let needed = data.cropSize + 2 * data.margin
        try check(
          needed <= maximumSide ?? .max, "degradation.greatestSide", maximumSide ?? 0,
          "data.cropSize and twice data.margin at least, \(needed)")
        let minimum = output.lattice.stride
        try check(
          (minimum...data.cropSize).contains(choice.lossStride) && choice.lossStride % minimum == 0,
          "data.lossStride", choice.lossStride,
          "a multiple of \(minimum) that is no larger than data.cropSize")
      }
    default:
      throw Failure(
        .badData, path, found: "the task \(task.rawValue) with this data.set",
        wanted: "a recipe as in Recipes/")
    }
    var isOfScores = task == .segmentation
    if case .lostColors(.lab, _) = degradation { isOfScores = true }
    try check(
      (loss == .softmaxLog) == isOfScores, "loss", loss.rawValue,
      isOfScores ? Loss.softmaxLog.rawValue : "l1, l2 or charbonnier")
  }
}
