import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import BurnishTraining
import Foundation
import Testing
import _TestSupport

/// Trainings on pairs of images, and on faces under several lights.
@Suite("Training on pairs")
struct PairTrainingTests {
  /// Trains on one thread, and returns the last validation.
  private func train(
    _ data: SyntheticData, _ recipe: String
  ) throws -> TrainingEvent.Validation {
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

  private func failure(_ data: SyntheticData, _ recipe: String) -> Failure? {
    do {
      _ = try Trainer(
        recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("x"),
        resume: false)
      return nil
    } catch { return error }
  }

  @Test("A network learns from pairs, for images that it has not seen")
  func learnsFading() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    try data.writePairs()
    let recipe = try data.recipe(steps: 150, every: 150, change: SyntheticData.pairs)
    let validation = try train(data, recipe)
    #expect(validation.measure.unit == "dB" && validation.measure.baseline == "input")
    #expect(validation.score > validation.baseline + 5, "\(validation)")
    let mapper = try ImageMapper(contentsOf: data.output("out/best.safetensors"))
    #expect(mapper.card.task == .regression && mapper.card.degradation == .pairs)
    #expect(mapper.card.data == "faded to rgbd/NYU-train/rgb, 6 pairs")
    let faded = try Image.read(data.output("faded/7.png"))
    let truth = try Image.read(data.output("rgbd/NYU-train/rgb/7.jpg"))
    func error(_ image: Image) -> Double {
      let difference = image.samples - truth.samples
      return difference.squared().preciseSum()
    }
    #expect(try error(mapper.mappedBlocking(faded)) < 0.4 * error(faded))
    // Weights trained on pairs do not load as a noise model.
    let refused = #expect(throws: Failure.self) {
      try ImageModel(contentsOf: data.output("out/best.safetensors"))
    }
    #expect(refused?.found == "weights for regression")
  }

  @Test("A network learns colors from gray images")
  func learnsColors() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    try data.writePairs()
    let recipe = try data.recipe(steps: 4, every: 4) {
      SyntheticData.pairs($0).replacingOccurrences(
        of: "inputColors: rgb", with: "inputColors: gray"
      )
      .replacingOccurrences(of: "inputChannels: 3", with: "inputChannels: 1")
      .replacingOccurrences(of: "residual: true", with: "residual: false")
    }
    #expect(try train(data, recipe).baseline > 0)
    let mapper = try ImageMapper(contentsOf: data.output("out/best.safetensors"))
    #expect(mapper.outputChannels == 3)
    let result = try mapper.mappedBlocking(
      Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 9, 7])))
    #expect(result.samples.shape == [1, 3, 9, 7])
  }

  @Test("Folders may hold gray images among color images, and files that are not images")
  func takesWhatFoldersHold() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    try data.writePairs()
    let gray = try Image.read(data.output("faded/3.png")).grayscale()
    try gray.write(to: data.output("faded/3.png"))
    try Data([0xD0, 0xCF, 0x11, 0xE0]).write(
      to: URL(fileURLWithPath: data.output("faded/Thumbs.db")))
    try Data("[ViewState]".utf8).write(
      to: URL(fileURLWithPath: data.output("rgbd/NYU-train/rgb/desktop.ini")))
    let recipe = try data.recipe(steps: 3, every: 3, change: SyntheticData.pairs)
    let trainer = try Trainer(
      recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("mixed"),
      resume: false)
    #expect(
      trainer.passedOver.map { URL(fileURLWithPath: $0).lastPathComponent } == [
        "Thumbs.db", "desktop.ini",
      ])
    // Three equal colors give the same training as one.
    try gray.inRGB().write(to: data.output("faded/3.png"))
    let other = try data.recipe(steps: 3, every: 3, change: SyntheticData.pairs)
    _ = try withThreadCount(1) { try trainer.run() }
    #expect(try train(data, other).score.isFinite)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: data.output("mixed/best.safetensors")))
        == Data(contentsOf: URL(fileURLWithPath: data.output("out/best.safetensors"))))
  }

  @Test("16-bit images keep all their levels")
  func keepsDeepLevels() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    try data.writePairs()
    // Faint light: inputs differ from targets by 40 of 65535 everywhere.
    let manager = FileManager.default
    for (folder, shift) in [("in", Float(40)), ("out", 0)] {
      try manager.createDirectory(atPath: data.output(folder), withIntermediateDirectories: true)
      for index in 0..<4 {
        let levels = (0..<3 * 72 * 80).map { (place: Int) -> Float in
          Float(place * 7 % 511 + index) + shift
        }
        try Image(
          samples: Tensor(shape: [1, 3, 72, 80], values: levels.map { $0 / 65535 }),
          sampleFormat: .uint16
        ).write(to: data.output("\(folder)/\(index).png"))
      }
    }
    let recipe = try data.recipe(steps: 3, every: 3) {
      SyntheticData.pairs($0).replacingOccurrences(of: "inputs: faded", with: "inputs: in")
        .replacingOccurrences(of: "targets: rgbd/NYU-train/rgb", with: "targets: out")
    }
    let wanted = 20 * log10(65535.0 / 40)
    #expect(abs(try train(data, recipe).baseline - wanted) < 0.01)
  }

  @Test("Faults in pairs are reported in one line")
  func refusals() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    try data.writePairs()
    let recipe = try data.recipe(steps: 4, every: 4, change: SyntheticData.pairs)
    let manager = FileManager.default
    func expect(
      _ file: String, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let found = failure(data, recipe)?.description ?? "nothing"
      #expect(
        found.contains(file) && found.contains(words), "\(found)", sourceLocation: sourceLocation)
    }
    func replace(_ file: String, with image: Image?, _ body: () throws -> Void) throws {
      let (path, aside) = (data.output(file), data.output("aside-\(UUID().uuidString)"))
      try manager.moveItem(atPath: path, toPath: aside)
      try image?.write(to: path)
      try body()
      try? manager.removeItem(atPath: path)
      try manager.moveItem(atPath: aside, toPath: path)
    }
    func gray(_ height: Int, _ width: Int, channels: Int = 3) -> Image {
      Image(samples: Tensor(repeating: 0.5, shape: [1, channels, height, width]))
    }
    #expect(failure(data, recipe) == nil)
    try replace("faded/3.png", with: nil) { expect("rgb/3.jpg", "no image of this name") }
    try replace("rgbd/NYU-train/rgb/2.jpg", with: nil) {
      expect("faded/2.png", "no image of this name")
    }
    try replace("faded/3.png", with: gray(70, 80)) { expect("faded/3.png", "80x70 pixels") }
    try replace("faded/3.png", with: nil) {
      try Data("no image".utf8).write(to: URL(fileURLWithPath: data.output("faded/3.png")))
      expect("faded/3.png", "known image formats")
    }
    try gray(72, 80).write(to: data.output("faded/3.ppm"))
    expect("faded/3.ppm", "a second image of the name")
    try manager.removeItem(atPath: data.output("faded/3.ppm"))
    try replace("faded/1.png", with: gray(24, 80)) {
      try replace("rgbd/NYU-train/rgb/1.jpg", with: gray(24, 80)) {
        expect("faded/1.png", "crops of 32 in frames of 80x24")
      }
    }
    try manager.moveItem(atPath: data.output("faded"), toPath: data.output("away"))
    expect("faded", "there is no such folder")
    try manager.createDirectory(atPath: data.output("faded"), withIntermediateDirectories: true)
    expect("faded", "the folder is empty")
    try manager.removeItem(atPath: data.output("faded"))
    try manager.moveItem(atPath: data.output("away"), toPath: data.output("faded"))
    let all = try data.recipe("all.yaml", steps: 4, every: 4) {
      SyntheticData.pairs($0).replacingOccurrences(
        of: "validationFrames: 2", with: "validationFrames: 6")
    }
    #expect(failure(data, all)?.wanted.contains("more than the 6") == true)
    let channels = try data.recipe("channels.yaml", steps: 4, every: 4) {
      SyntheticData.pairs($0).replacingOccurrences(
        of: "targetColors: rgb", with: "targetColors: gray")
    }
    #expect(failure(data, channels)?.description.contains("from 3 to 1") == true)
    let task = try data.recipe("task.yaml", steps: 4, every: 4) {
      SyntheticData.pairs($0).replacingOccurrences(of: "task: regression", with: "task: relighting")
    }
    #expect(failure(data, task)?.found.contains("data.set") == true)
  }

  @Test("Relighting is learned from other subjects, and faces for tests are not read")
  func relights() throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    try data.writeFaces(subjects: 14)
    let recipe = try data.recipe(steps: 120, every: 120, change: SyntheticData.relighting)
    let validation = try train(data, recipe)
    #expect(validation.score > validation.baseline + 3, "\(validation)")
    let mapper = try ModelCatalog().relighter(data.output("out/best.safetensors"))
    #expect(mapper.card.data == "Extended Yale B, 5 subjects under 3 lights")
  }
}
