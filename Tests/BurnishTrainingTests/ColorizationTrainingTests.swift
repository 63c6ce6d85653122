import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import BurnishTraining
import Foundation
import Testing
import _TestSupport

/// Trainings that learn to color gray images.
@Suite("Training of colorization")
struct ColorizationTrainingTests {
  /// Writes images whose colors follow from their luma: from dark blue to light yellow.
  private func writeColors(in data: SyntheticData) throws {
    for folder in ["colors/first", "colors/second"] {
      let target = data.folder.appendingPathComponent(folder)
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      for number in 0..<4 {
        var random = RandomNumbers(seed: UInt64(folder.count), stream: UInt64(number))
        let coarse = random.uniform(shape: [1, 1, 9, 10])
        let level = coarse.resizedBilinearly(height: 72, width: 80)
        let image = Tensor.joined([level, level * 0.8 + 0.1, level * -0.5 + 0.75])
        try Image(samples: image).write(
          to: target.appendingPathComponent("\(number).png").path)
      }
    }
  }

  /// The recipe for these images, with a small RBDN.
  private static func colorization(_ output: ColorOutput) -> (String) -> String {
    { recipe in
      SyntheticData.pairs(recipe)
        .replacingCharacters(
          in: SyntheticData.pairs(recipe).firstRange(of: /model:\n(  .*\n)+/)!,
          with: SyntheticData.smallRBDN
            .replacingOccurrences(
              of: "outputChannels: 1", with: "outputChannels: \(output.channels)"
            )
            .replacingOccurrences(of: "residual: true", with: "residual: false")
        )
        .replacingOccurrences(of: "task: regression", with: "task: colorization")
        .replacingOccurrences(
          of: "kind: pairs", with: "kind: lost-colors\n  output: \(output.rawValue)"
        )
        .replacing(/set: pairs\n(  (inputs|targets|inputColors|targetColors|licen[cs]e).*\n)+/) {
          _ in
          """
          set: color-pictures
            folders: [colors/first, colors/second]
            license: made here
            lossStride: \(output.lattice.stride)

          """
        }
        .replacingOccurrences(of: "validationFrames: 2", with: "validationFrames: 1")
        .replacingOccurrences(
          of: "loss: l2", with: "loss: \(output == .lab ? "softmax-log" : "l2")")
    }
  }

  private func train(_ data: SyntheticData, _ recipe: String) throws -> TrainingEvent.Validation {
    var last: TrainingEvent.Validation?
    try withThreadCount(1) {
      _ = try Trainer(
        recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("out"),
        resume: false
      ).run(observer: { event in if case .validation(let validation) = event { last = validation } }
      )
    }
    return try #require(last)
  }

  @Test(
    "A network learns to color images that it has not seen", arguments: ColorOutput.allCases)
  func learnsColors(_ output: ColorOutput) throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    try writeColors(in: data)
    let recipe = try data.recipe(steps: 150, every: 150, change: Self.colorization(output))
    let validation = try train(data, recipe)
    #expect(validation.measure.unit == "dB" && validation.measure.baseline == "gray")
    #expect(validation.measure.name == (output == .lab ? "balanced PSNR of ab" : "PSNR of ab"))
    #expect(validation.score > validation.baseline + 4, "\(validation)")
    let colorizer = try ImageColorizer(contentsOf: data.output("out/best.safetensors"))
    #expect(colorizer.card.degradation == .lostColors(output))
    #expect(colorizer.card.data == "colors/first, 3 images; colors/second, 3 images")
    let truth = try Image.read(data.output("colors/second/3.png"))
    let result = try colorizer.colorizedBlocking(truth.grayscale())
    func error(_ image: Image) -> Double {
      (rgbToLab(image.samples) - rgbToLab(truth.samples)).squared().preciseSum()
    }
    #expect(error(result) < 0.4 * error(truth.grayscale().inRGB()))
  }

  @Test("A step depends on its number only, also if the loss uses few pixels")
  func fewPixels() throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    try writeColors(in: data)
    let recipe = try data.recipe(steps: 6, every: 3) {
      Self.colorization(.lab)($0).replacingOccurrences(of: "lossStride: 4", with: "lossStride: 8")
    }
    let whole = try train(data, recipe)
    var parts: [Double] = []
    for resume in [false, true] {
      try withThreadCount(1) {
        _ = try Trainer(
          recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("parts"),
          resume: resume
        ).run(
          shouldStop: { !resume },
          observer: { event in
            if case .validation(let validation) = event { parts.append(validation.score) }
          })
      }
    }
    #expect(parts.last == whole.score)
  }

  @Test("Settings that do not fit together are reported in one line")
  func refusals() throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    try writeColors(in: data)
    for (from, to, words) in [
      ("outputChannels: 261", "outputChannels: 313", "from 1 to 313 channels"),
      ("inputChannels: 1", "inputChannels: 3", "from 3 to 261 channels"),
      ("loss: softmax-log", "loss: l2", "loss: l2"),
      ("lossStride: 4", "lossStride: 6", "data.lossStride: 6"),
      ("folders: [colors/first, colors/second]", "folders: []", "data.folders"),
      ("colors/second", "colors/third", "colors/third"),
      ("task: colorization", "task: denoising", "the task denoising"),
      ("output: lab", "output: hsv", "output"),
      ("output: lab", "output: lab\n  greatestSide: 8", "degradation.greatestSide: 8"),
      ("margin: 2", "margin: 5000000000000000000", "data.margin"),
      ("output: lab", "output: lab\n  greatestSide: 32", "degradation.greatestSide: 32"),
      (
        "output: lab", "output: lab\n  greatestSide: 36",
        "first/0.png: crops of 32 in frames of 36x32"
      ),
      ("cropSize: 32", "cropSize: 128", "crops of 128"),
    ] {
      let recipe = try data.recipe(steps: 4, every: 4) {
        Self.colorization(.lab)($0).replacingOccurrences(of: from, with: to)
      }
      let failure = #expect(throws: Failure.self) {
        try Trainer(
          recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("x"),
          resume: false)
      }
      #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
    }
    try Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 72, 80]))
      .write(to: data.output("colors/first/9.png"))
    let gray = #expect(throws: Failure.self) {
      try Trainer(
        recipePath: data.recipe(steps: 4, every: 4, change: Self.colorization(.ycbcr)),
        dataDirectory: data.path, outputDirectory: data.output("x"), resume: false)
    }
    #expect(gray?.found == "a gray image")
  }
}
