import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// A picture of light, whose samples go beyond 1, is restored as the same picture in 0...1 is.
@Suite struct LightCommandTests {
  /// The folder has `unit.npy`, whose brightest sample is 1, and `light.npy`, 8 times as bright.
  private func withPictures(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      var random = RandomNumbers(seed: 3)
      let noisy = Samples.guide(channels: 1).samples.values.map { sample -> Float in
        let noise = Float(random.uniform() + random.uniform() - 1)
        return max(0, 0.9 * sample + 0.06 * noise)
      }
      let brightest = noisy.max()!
      for (name, scale) in [("unit.npy", Float(1)), ("light.npy", 8)] {
        let samples = noisy.map { $0 / brightest * scale }
        try Image(
          samples: Tensor(shape: [1, 1, 48, 64], values: samples), sampleFormat: .float32
        ).write(to: folder.appendingPathComponent(name).path)
      }
      try Samples.guide().write(to: folder.appendingPathComponent("guide.png").path)
      try body(folder)
    }
  }

  private static let commands = [
    "denoise IN --sigma auto", "denoise IN --model tv", "denoise IN --model hyper-laplacian",
    "denoise IN", "denoise IN --guide guide.png --kind picture", "smooth IN --model l0",
    "smooth IN --sigma auto --rounds 1",
  ]

  @Test(arguments: commands) func isRestoredAsInUnitRange(_ command: String) throws {
    try withPictures { folder in
      func run(_ name: String) throws -> (result: [Float], models: [Substring]) {
        let words = command.split(separator: " ").map { $0 == "IN" ? "\(name).npy" : String($0) }
        let outcome = try Program.run(words + ["-o", "\(name)-out.npy"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let result = try Image.read(folder.appendingPathComponent("\(name)-out.npy").path)
        let lines = outcome.output.split(separator: "\n")
        return (result.samples.values, lines.filter { $0.hasPrefix("model ") })
      }
      let (unit, light) = (try run("unit"), try run("light"))
      #expect(unit.models == light.models)
      let furthest = zip(unit.result, light.result).map { abs($0 - $1 / 8) }.max()!
      // Dividing by 8 is exact.
      #expect(furthest == 0)
    }
  }

  @Test func noiseIsToldAsThePictureHasIt() throws {
    try withPictures { folder in
      func sigma(_ name: String) throws -> Float {
        let outcome = try Program.run(
          ["denoise", name, "--sigma", "auto", "--model", "tv", "-o", "o.npy"], in: folder)
        let line = try #require(outcome.output.split(separator: "\n").first)
        #expect(line.hasPrefix("\(name): noise of sigma "))
        return try #require(Float(line.split(separator: " ").last ?? ""))
      }
      let (unit, light) = (try sigma("unit.npy"), try sigma("light.npy"))
      #expect(abs(light - 8 * unit) < 0.05)
    }
  }
}
