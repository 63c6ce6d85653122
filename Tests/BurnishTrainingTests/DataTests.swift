import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation
import Testing

@testable import BurnishTraining

@Suite("Training data")
struct DataTests {
  @Test("Dequantization brings ramps closer to the original, within half a level")
  func dequantization() {
    let (height, width) = (40, 50)
    let ramp = (0..<height * width).map { Float($0 / width) * 0.31 + Float($0 % width) * 0.17 }
    let stored = ramp.map { $0.rounded() }
    let result = StoredDepth.dequantized(
      Tensor(shape: [1, 1, height, width], values: stored), rounds: 4
    ).values
    func error(_ values: [Float]) -> Float {
      zip(values, ramp).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(error(result) < 0.6 * error(stored))
    #expect(zip(result, stored).allSatisfy { Swift.abs($0 - $1) <= 0.5 })
    let untouched = StoredDepth.dequantized(
      Tensor(shape: [1, 1, height, width], values: stored), rounds: 0)
    #expect(untouched.values == stored)
  }

  @Test("A batch depends only on seed and step, and its target only on its truth")
  func batches() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let path = try data.recipe(steps: 6, every: 3)
    let recipe = try Recipe.read(path)
    let frames = try Samples<StoredDepth>.depth(
      .nyu, in: data.path, dequantizationRounds: 0, keeping: 0
    ).training
    let batches = try JointBatches(frames: frames.elements, recipe: recipe, recipePath: path)
    let (first, again, second) = (
      batches.batch(step: 0), batches.batch(step: 0), batches.batch(step: 1)
    )
    #expect(first.target.values == again.target.values)
    #expect(first.guide.values == again.guide.values)
    #expect(first.truth.values != second.truth.values)
    #expect(first.truth.shape == [2, 1, 32, 32] && first.guide.shape == [2, 3, 32, 32])
    let low = DepthProtocol.dknBicubic.reduced(first.truth, factor: 4)
    #expect(first.target.values == DepthProtocol.dknBicubic.enlarged(low, factor: 4).values)
    #expect(first.truth.values.allSatisfy { (0...1).contains($0) })
  }

  @Test("Noise depends on the step, has the recipe's sigma, and does not change the crops")
  func noise() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    func batches(_ name: String, _ change: (String) -> String) throws -> JointBatches {
      let path = try data.recipe(name, steps: 6, every: 3, change: change)
      let frames = try Samples<StoredDepth>.depth(
        .nyu, in: data.path, dequantizationRounds: 0, keeping: 0
      ).training
      return try JointBatches(frames: frames.elements, recipe: .read(path), recipePath: path)
    }
    let noisy = try batches("noisy.yaml", SyntheticData.noiseReduction)
    let (first, again, second) = (noisy.batch(step: 0), noisy.batch(step: 0), noisy.batch(step: 1))
    #expect(first.target.values == again.target.values)
    let sharp = try batches("sharp.yaml") { $0 }.batch(step: 0)
    #expect(first.truth.values == sharp.truth.values && first.guide.values == sharp.guide.values)
    let noises = [first, second].map { batch in
      zip(batch.target.values, batch.truth.values).map { Double($0 - $1) * 255 }
    }
    #expect(noises[0] != noises[1])
    for noise in noises {
      let mean = noise.reduce(0, +) / Double(noise.count)
      let deviation = (noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)).squareRoot()
      // Four standard errors, of 2048 samples of deviation 25.
      #expect(abs(mean) < 2.3 && abs(deviation - 25) < 1.6)
    }
  }

  @Test("Images out of range are refused, and the errors name them", arguments: [Float(1000), -5])
  func range(_ sample: Float) throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    var values = [Float](repeating: 0.5, count: 48)
    values[7] = sample
    try Image(samples: Tensor(shape: [1, 1, 6, 8], values: values))
      .write(to: data.output("bright.pfm"), as: .float32)
    let failures = [
      #expect(throws: Failure.self) {
        _ = try ImagePair(
          name: "bright", targetPath: "depth.png", guidePath: data.output("bright.pfm")
        ).guide(width: 8, height: 6)
      },
      #expect(throws: Failure.self) {
        try FileManager.default.createDirectory(
          atPath: data.output("many"), withIntermediateDirectories: false)
        try FileManager.default.copyItem(
          atPath: data.output("bright.pfm"), toPath: data.output("many/bright.pfm"))
        _ = try Samples<StoredPair>.folder(
          in: data.path, .init(folder: "many", colors: .gray, license: "none"), keeping: 0)
      },
    ]
    for failure in failures {
      #expect(failure?.kind == .badData && failure?.found == "the sample \(sample)")
      #expect(failure?.subject.hasSuffix("bright.pfm") == true)
    }
  }

  @Test("Near-infrared light guides a random color, and pairs for tests are never read")
  func nearInfrared() throws {
    let data = try SyntheticData(frames: 1)
    defer { data.remove() }
    let levels = (color: [51, 102, 204] as [Float], infrared: 80 as Float)
    try data.writeNearInfrared(count: 15) { _ in
      (
        Tensor(
          shape: [1, 3, 48, 56],
          values: levels.color.flatMap { level in
            (0..<48 * 56).map { _ in level / 255 }
          }), Tensor(repeating: levels.infrared / 255, shape: [1, 1, 48, 56])
      )
    }
    // If one of the last twelve pairs were opened, its text would be refused.
    for number in 3..<15 {
      for kind in ["rgb", "nir"] {
        try "no image".write(
          toFile: data.output("nir/country/\(10 + number)_\(kind).jpg"), atomically: true,
          encoding: .utf8)
      }
    }
    let (training, validation) = try Samples<StoredNearInfrared>.nearInfrared(
      .nir, in: data.path, keeping: 1)
    #expect(training.elements.count == 2 && validation.elements.count == 1)
    let path = try data.recipe(steps: 6, every: 3, change: SyntheticData.nearInfrared)
    let batches = try JointBatches(
      frames: training.elements, recipe: .read(path), recipePath: path)
    var seen: Set<Int> = []
    for step in 0..<12 {
      let batch = batches.batch(step: step)
      #expect(batch.truth.shape == [2, 1, 32, 32] && batch.guide.shape == [2, 3, 32, 32])
      #expect(batch.guide.values.allSatisfy { abs($0 * 255 - levels.infrared) < 3 })
      for index in 0..<2 {
        let truth = batch.truth.values[index * 1024..<(index + 1) * 1024]
        let color = levels.color.firstIndex { level in
          truth.allSatisfy { abs($0 * 255 - level) < 3 }
        }
        seen.insert(try #require(color))
      }
      #expect(batches.batch(step: step).target.values == batch.target.values)
    }
    #expect(seen == [0, 1, 2])
    let failure = #expect(throws: Failure.self) {
      try Samples<StoredNearInfrared>.nearInfrared(.nir, in: data.path, keeping: 3)
    }
    #expect(failure?.found == "frames or pairs: 3")
  }

  @Test("Crops are rotated and mirrored in all eight ways, guide and depth alike")
  func augmentation() throws {
    let data = try SyntheticData(frames: 1, width: 36, height: 36)
    defer { data.remove() }
    let path = try data.recipe(steps: 6, every: 3)
    let recipe = try Recipe.read(path)
    let frames = try Samples<StoredDepth>.depth(
      .nyu, in: data.path, dequantizationRounds: 0, keeping: 0
    ).training
    // A frame of 36 with a margin of 2 has one crop of 32, so only its orientation varies.
    let batches = try JointBatches(frames: frames.elements, recipe: recipe, recipePath: path)
    var seen: [[Float]: [Float]] = [:]
    for step in 0..<60 {
      let batch = batches.batch(step: step)
      let (truths, guides) = (batch.truth.values, batch.guide.values)
      for index in 0..<2 {
        let truth = Array(truths[index * 1024..<(index + 1) * 1024])
        let guide = Array(guides[index * 3072..<(index + 1) * 3072])
        if let known = seen[truth] { #expect(known == guide) }
        seen[truth] = guide
      }
    }
    #expect(seen.count == 8)
  }

  @Test("Crops can be mirrored left to right only")
  func mirroring() throws {
    let data = try SyntheticData(frames: 1, width: 36, height: 36)
    defer { data.remove() }
    let path = try data.recipe(steps: 6, every: 3) {
      $0.replacingOccurrences(of: "flips: true", with: "flips: false\n  mirrors: true")
        .replacingOccurrences(of: "quarterTurns: true", with: "quarterTurns: false")
    }
    let recipe = try Recipe.read(path)
    let places = Set(
      (0..<20).map { step in
        var random = RandomNumbers(seed: 1, stream: UInt64(step))
        return Crop(random: &random, width: 36, height: 36, data: recipe.data).places()
      })
    let upright = (0..<32).flatMap { y in (0..<32).map { (y + 2) * 36 + $0 + 2 } }
    let mirrored = (0..<32).flatMap { y in (0..<32).reversed().map { (y + 2) * 36 + $0 + 2 } }
    #expect(places == [upright, mirrored])
  }
}
