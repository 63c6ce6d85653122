import Burnish
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// A data directory with the layout of the real one and with synthetic images. They show overlapping
/// rectangles, each of one color, one depth, and one class. So the guide shows the edges of depth and
/// classes.
struct SyntheticData {
  let folder: URL
  var path: String { folder.path }

  init(frames: Int = 6, width: Int = 80, height: Int = 72) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "burnish-training-\(UUID().uuidString)")
    for part in ["depth", "rgb", "label40"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("rgbd/NYU-train/\(part)"),
        withIntermediateDirectories: true)
    }
    for number in 0..<frames {
      var random = RandomNumbers(seed: 7, stream: UInt64(number))
      var depth = [Float](repeating: 0.2, count: width * height)
      var colors = [Float](repeating: 0.5, count: 3 * width * height)
      var labels = [UInt16](repeating: 1, count: width * height)
      for rectangle in 0..<12 {
        let (left, top) = (random.integer(below: width - 8), random.integer(below: height - 8))
        let (right, bottom) = (
          min(width, left + 8 + random.integer(below: 30)),
          min(height, top + 8 + random.integer(below: 30))
        )
        let level = Float(random.uniform(in: 0.05..<0.95))
        let color = (0..<3).map { _ in Float(random.uniform(in: 0.05..<0.95)) }
        for y in top..<bottom {
          for x in left..<right {
            depth[y * width + x] = level
            labels[y * width + x] = UInt16(rectangle % 6)
            for channel in 0..<3 {
              colors[(channel * height + y) * width + x] = color[channel]
            }
          }
        }
      }
      let base = folder.appendingPathComponent("rgbd/NYU-train")
      try Image(samples: Tensor(shape: [1, 1, height, width], values: depth))
        .write(to: base.appendingPathComponent("depth/\(number).png").path)
      try Image(samples: Tensor(shape: [1, 3, height, width], values: colors))
        .write(to: base.appendingPathComponent("rgb/\(number).jpg").path)
      try LabelMap(width: width, height: height, labels: labels)
        .write(to: base.appendingPathComponent("label40/\(number).png").path)
    }
  }

  /// Writes a recipe for a small network next to the data.
  func recipe(
    _ name: String = "recipe.yaml", steps: Int, every: Int, seed: Int = 3,
    change: (String) -> String = { $0 }
  ) throws -> String {
    let text = """
      name: small
      task: depth-upsampling
      model:
        architecture: FDKN
        channels: [16, 16, 16, 16, 16, 16]
        kernelSize: 3
        windowRadius: 7
        residual: true
        guide: color
      degradation:
        kind: upsampling
        factor: 4
        protocol: dkn-bicubic
      seed: \(seed)
      start: scratch
      data:
        set: nyu-train
        validationFrames: 2
        dequantizationRounds: 0
        margin: 2
        cropSize: 32
        batchSize: 2
        flips: true
        quarterTurns: true
      loss: l1
      optimizer:
        learningRate: 0.003
        beta1: 0.9
        beta2: 0.999
        epsilon: 1.0e-8
        weightDecay: 0.0001
        clipGradientNorm: 1
      schedule:
        steps: \(steps)
        warmup: 2
        finalFraction: 0.1
      validation:
        every: \(every)
        averageDecay: 0.9
      """
    let path = folder.appendingPathComponent(name).path
    try change(text).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The recipe for removing noise of 25 levels instead of upsampling.
  static func noiseReduction(_ recipe: String) -> String {
    recipe
      .replacingOccurrences(of: "depth-upsampling", with: "noise-reduction")
      .replacingOccurrences(of: "residual: true", with: "residual: false")
      .replacingOccurrences(
        of: "kind: upsampling\n  factor: 4\n  protocol: dkn-bicubic",
        with: "kind: gaussian-noise\n  sigma: 25")
  }

  /// A small joint DeepAM in place of the recipe's network.
  static func deepAM(_ recipe: String) -> String {
    recipe.replacingCharacters(
      in: recipe.firstRange(of: /model:\n(  .*\n)+/)!,
      with: """
        model:
          architecture: JointDeepAM
          rounds: 2
          depth: 4
          channels: 8
          gammaLayer: 2
          gammaFloor: 0.001
          residual: false
          guideDepth: 2
          mergingLayer: 2

        """
    )
  }

  /// The recipe for upsampling under bmp-3 with DeepAM.
  static func bilinearSharpening(_ recipe: String) -> String {
    deepAM(recipe.replacingOccurrences(of: "dkn-bicubic", with: "bmp-3"))
  }

  /// The recipe for removing noise of 25 levels from colors under near-infrared light with DeepAM.
  static func nearInfrared(_ recipe: String) -> String {
    deepAM(
      noiseReduction(recipe)
        .replacingOccurrences(of: "set: nyu-train", with: "set: nir-country")
        .replacingOccurrences(of: "  dequantizationRounds: 0\n", with: ""))
  }

  /// Writes pairs of color and near-infrared images. By default, the frames' green also serves as
  /// near-infrared light.
  func writeNearInfrared(
    count: Int = 18, _ pair: ((Int) -> (color: Tensor, infrared: Tensor))? = nil
  ) throws {
    let target = folder.appendingPathComponent("nir/country")
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for number in 0..<count {
      let (color, infrared) = try pair?(number) ?? frame(number)
      for (name, samples) in [("rgb", color), ("nir", infrared)] {
        try Image(samples: samples)
          .write(to: target.appendingPathComponent("\(10 + number)_\(name).jpg").path)
      }
    }
  }

  private func frame(_ number: Int) throws -> (color: Tensor, infrared: Tensor) {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("rgbd/NYU-train/rgb").path)
    let color = try Image.read(output("rgbd/NYU-train/rgb/\(number % files.count).jpg")).samples
    return (color, color.split(counts: [1, 1, 1])[1])
  }

  /// The recipe for removing noise of 25 levels from the frames' colors, without depth.
  static func denoising(_ recipe: String) -> String {
    let model = recipe.firstRange(of: /model:\n(  .*\n)+/)!
    return recipe.replacingCharacters(
      in: model,
      with: """
        model:
          architecture: DenoisingAutoencoder
          imageChannels: 3
          channels: 16
          depth: 4

        """
    )
    .replacingOccurrences(of: "depth-upsampling", with: "denoising")
    .replacingOccurrences(
      of: "kind: upsampling\n  factor: 4\n  protocol: dkn-bicubic",
      with: "kind: gaussian-noise\n  sigma: 25"
    )
    .replacingOccurrences(
      of: "set: nyu-train\n",
      with: """
        set: pictures
          folder: rgbd/NYU-train/rgb
          colors: rgb
          license: made here

        """
    )
    .replacingOccurrences(of: "  dequantizationRounds: 0\n", with: "")
    .replacingOccurrences(of: "loss: l1", with: "loss: l2")
  }

  /// A small RBDN that corrects gray images, as a recipe's model.
  static let smallRBDN = """
    model:
      architecture: RBDN
      inputChannels: 1
      outputChannels: 1
      branches: 2
      channels: 16
      depth: 3
      halving: pooling
      upsampling: learned
      concatenation: true
      residual: true

    """

  /// The recipe for class scores at a quarter of the resolution, simulated from labels.
  static func segmentation(_ recipe: String) -> String {
    recipe
      .replacingOccurrences(of: "depth-upsampling", with: "segmentation")
      .replacingOccurrences(of: "residual: true", with: "residual: false")
      .replacingOccurrences(
        of: "kind: upsampling\n  factor: 4\n  protocol: dkn-bicubic",
        with: "kind: class-scores\n  factor: 4"
      )
      .replacingOccurrences(
        of: "set: nyu-train\n",
        with: """
          set: nyu-train-labels
            ignoredLabel: 0
            classesPerCrop: 6
            contrast: 10
            noise: 3

          """
      )
      .replacingOccurrences(of: "  dequantizationRounds: 0\n", with: "")
      .replacingOccurrences(of: "loss: l1", with: "loss: softmax-log")
  }

  /// Writes simulated scores next to the labels. The returned function changes the recipe of
  /// ``segmentation(_:)`` so that it uses them.
  func withScoreFolders() throws -> (String) -> String {
    let set = folder.appendingPathComponent("rgbd/NYU-train")
    let scores = set.appendingPathComponent("scores")
    try FileManager.default.createDirectory(at: scores, withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(atPath: set.path + "/label40") {
      var random = RandomNumbers(seed: 5, stream: UInt64(file.count))
      let labels = try LabelMap.read(set.path + "/label40/" + file)
      try ClassScoreSimulation(factor: 4, contrast: 10, noise: 2)
        .scores(of: labels, classCount: 7, ignoring: 0, random: &random)
        .write(to: scores.path + "/" + file.replacingOccurrences(of: ".png", with: ".npy"))
    }
    return { recipe in
      Self.segmentation(recipe)
        .replacingOccurrences(
          of: "set: nyu-train-labels",
          with: """
            set: score-folders
              scores: rgbd/NYU-train/scores
              images: rgbd/NYU-train/rgb
              labels: rgbd/NYU-train/label40
            """
        )
        .replacingOccurrences(of: "  contrast: 10\n  noise: 3\n", with: "")
    }
  }

  func output(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
