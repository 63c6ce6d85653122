import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// An image of light, with samples above 1, gets the same restoration as the same image in 0...1.
@Suite struct LightCommandTests {
  /// Calls `body` with a folder that holds `unit.npy`, whose maximum is 1, and `light.npy`, 8 times as bright.
  private func withImages(_ body: (URL) throws -> Void) throws {
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
    "smooth IN --sigma auto --rounds 1", "colorize IN",
  ]

  @Test(arguments: commands) func isRestoredAsInUnitRange(_ command: String) throws {
    try withImages { folder in
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
      // Division by 8 is exact.
      #expect(furthest == 0)
    }
  }

  /// A guide of light gives the same result as the same guide in 0...1.
  @Test(arguments: [
    "upsample depth.png --guide IN", "upsample depth.png --guide IN --model guided",
    "upsample classes.png --kind labels --guide IN", "upsample classes.png --kind mask --guide IN",
    "denoise noisy.png --kind depth --guide IN", "denoise guide.png --guide IN --sigma 20",
  ]) func leadsAsInUnitRange(_ command: String) throws {
    try withImages { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.depth.write(to: path("depth.png"))
      try Samples.guide(channels: 1).write(to: path("noisy.png"))
      try Image(
        samples: Tensor(shape: [1, 1, 12, 16], values: (0..<192).map { Float($0 / 50) / 255 })
      ).write(to: path("classes.png"))
      let results = try ["unit", "light"].map { name in
        let words = command.split(separator: " ").map { $0 == "IN" ? "\(name).npy" : String($0) }
        let outcome = try Program.run(words + ["-o", "\(name)-out.png"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Data(contentsOf: folder.appendingPathComponent("\(name)-out.png"))
      }
      #expect(results[0] == results[1] && !results[0].isEmpty)
    }
  }

  /// The luma of highlights and of noise below black stays, although these have no colors.
  @Test func lumaOfLightStays() throws {
    try withImages { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      var light = try Image.read(path("light.npy"))
      var values = light.samples.values
      (values[100], values[1000], values[2000]) = (500, -0.25, 12)
      light.samples = Tensor(shape: light.samples.shape, values: values)
      try light.write(to: path("light.tif"))
      let outcome = try Program.run(["colorize", "light.tif", "-o", "o.tif"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Image.read(path("o.tif"))
      #expect(result.channels == 3 && result.sampleFormat == .float32)
      for (found, wanted) in zip(result.grayscale().samples.values, values) {
        #expect(abs(found - wanted) < 1e-4 * max(1, wanted))
      }
    }
  }

  /// One hot pixel, visible or hidden by transparency, does not make the filters see all other pixels as dark.
  @Test(arguments: [
    "denoise IN --sigma 20", "denoise IN --sigma auto", "denoise IN",
    "denoise IN --model tv --sigma 20",
    "denoise IN --guide guide.png --kind image --sigma 20", "smooth IN --model guided --rounds 1",
  ])
  func fewBrightSamplesDoNotDecide(_ command: String) throws {
    try withImages { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let unit = try Image.read(path("unit.npy"))
      let place = 20 * 64 + 30
      func result(_ name: String, pixel: Float, isHidden: Bool) throws -> [Float] {
        var values = unit.samples.values
        values[place] = pixel
        var image = Image(
          samples: Tensor(shape: unit.samples.shape, values: values), sampleFormat: .float32)
        if isHidden {
          image.alpha = Tensor(
            shape: unit.samples.shape, values: values.indices.map { $0 == place ? 0 : 1 })
        }
        try image.write(to: path(name))
        let words = command.split(separator: " ").map { $0 == "IN" ? name : String($0) }
        let outcome = try Program.run(words + ["-o", "o.npy"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Image.read(path("o.npy")).samples.values
      }
      let usual = try result("usual.npy", pixel: 0.5, isHidden: false)
      let hot = try result("hot.npy", pixel: 1000, isHidden: false)
      // Pixels far from the hot one.
      let far = hot.indices.filter { abs($0 % 64 - 30) > 24 }
      #expect(far.map { abs(hot[$0] - usual[$0]) }.max()! < 0.02)
      #expect(hot[place] > 900)
      let (dark, bright) = (
        try result("dark.npy", pixel: 0, isHidden: true),
        try result("bright.npy", pixel: 60, isHidden: true)
      )
      let visible = dark.indices.filter { $0 != place }
      #expect(visible.allSatisfy { dark[$0] == bright[$0] })
    }
  }

  /// The samples inside holes are arbitrary and do not affect the result.
  @Test func contentsOfHolesDoNotDecide() throws {
    try withImages { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let unit = try Image.read(path("unit.npy"))
      let isHole = unit.samples.values.indices.map { $0 % 7 == 0 }
      try Image(
        samples: Tensor(shape: unit.samples.shape, values: isHole.map { $0 ? 1 : 0 })
      ).write(to: path("mask.png"))
      let results = try [Float(0), 1e6].map { contents in
        let values = zip(unit.samples.values, isHole).map { $1 ? contents : $0 }
        try Image(
          samples: Tensor(shape: unit.samples.shape, values: values), sampleFormat: .float32
        ).write(to: path("holes.npy"))
        let outcome = try Program.run(
          ["inpaint", "holes.npy", "--mask", "mask.png", "--iterations", "2", "-o", "o.npy"],
          in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Image.read(path("o.npy")).samples.values
      }
      #expect(results[0] == results[1] && results[0].max()! < 1.5)
    }
  }

  /// The program refuses gaps, because their numbers far below 0 would spread.
  @Test func numbersForNoSampleAreNoLight() throws {
    try Program.withFolder { folder in
      for number in ["-9999", "-9999.0"] {
        let heights = (0..<64).map { $0 == 9 ? Float(-9999) : Float(2000 + $0) }
        let samples = heights.flatMap { value in
          withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) }
        }
        let file = elevationTIFF(samples, width: 8, bits: 32, format: 3, noData: number)
        try Data(file).write(to: folder.appendingPathComponent("dem.tif"))
        for command in [
          "denoise dem.tif --sigma 2", "smooth dem.tif --model l0", "deblur dem.tif --disk 2",
        ] {
          let words = command.split(separator: " ").map(String.init)
          let outcome = try Program.run(words + ["-o", "o.tif"], in: folder)
          #expect(
            outcome.code == 65 && outcome.errors.contains("1 gap, where it has -9999.0"),
            "\(outcome.errors)")
        }
      }
    }
  }

  @Test func noiseIsToldAsTheImageHasIt() throws {
    try withImages { folder in
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

  /// With every method, a flat patch keeps its 1.6, and a star becomes brighter than its blur.
  @Test(
    arguments: [
      "deblur IN --gaussian 1.5 --sigma 1",
      "deblur IN --gaussian 1.5 --sigma 1 --solver descent --iterations 40",
      "deblur IN --gaussian 1.5 --model richardson-lucy",
      "inpaint IN --mask mask.png --iterations 4",
    ], [Float(1.6), 40])
  func restorationsDoNotCutLight(_ command: String, patch: Float) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      // A star of a Gaussian's shape, and a patch far wider than the blur.
      let values = (0..<64 * 64).map { index -> Float in
        let (x, y) = (Float(index % 64), Float(index / 64))
        let squared = (x - 16) * (x - 16) + (y - 16) * (y - 16)
        let isPatch = x >= 32 && y >= 32
        return 0.1 + (isPatch ? patch - 0.1 : 0) + 1.2 * patch * exp(-squared / (2 * 2.25))
      }
      try Image(
        samples: Tensor(shape: [1, 1, 64, 64], values: values), sampleFormat: .float32
      ).write(to: path("light.npy"))
      try Image(
        samples: Tensor(shape: [1, 1, 64, 64], values: values.indices.map { $0 % 7 == 0 ? 1 : 0 })
      ).write(to: path("mask.png"))
      let words = command.split(separator: " ").map { $0 == "IN" ? "light.npy" : String($0) }
      let outcome = try Program.run(words + ["-o", "o.npy"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Image.read(path("o.npy")).samples.values
      #expect(abs(result[48 * 64 + 48] - patch) < 0.03 * patch)
      let (seen, found) = (values[16 * 64 + 16], result[16 * 64 + 16])
      #expect(command.hasPrefix("deblur") ? found > 1.05 * seen : abs(found - seen) < 0.2 * seen)
    }
  }

  /// A blurred star 400 times as bright as white does not change distant pixels.
  @Test(arguments: [
    "deblur IN --kernel kernel.npy --sigma 5 --iterations 4",
    "deblur IN --kernel kernel.npy --sigma 5 --model hyper-laplacian",
    "deblur IN --kernel kernel.npy --sigma 5 --iterations 6 --solver descent",
  ])
  func starsDoNotDecide(_ command: String) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      func blur(_ x: Int, _ y: Int) -> Float {
        abs(x) > 4 || abs(y) > 4 ? 0 : exp(-Float(x * x + y * y) / (2 * 2.25))
      }
      try Image(
        samples: Tensor(
          shape: [1, 1, 9, 9], values: (0..<81).map { blur($0 % 9 - 4, $0 / 9 - 4) }),
        sampleFormat: .float32
      ).write(to: path("kernel.npy"))
      let results = try [Float(0), 400].map { star in
        let values = (0..<96 * 128).map { index -> Float in
          let (x, y) = (index % 128, index / 128)
          return 0.5 + 0.4 * sin(Float(x) / 5) * cos(Float(y) / 7) + star * blur(x - 12, y - 12)
        }
        try Image(
          samples: Tensor(shape: [1, 1, 96, 128], values: values), sampleFormat: .float32
        ).write(to: path("star.npy"))
        let words = command.split(separator: " ").map { $0 == "IN" ? "star.npy" : String($0) }
        let outcome = try Program.run(words + ["-o", "o.npy", "--overwrite"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Image.read(path("o.npy")).samples.values
      }
      let far = results[0].indices.filter { $0 % 128 > 40 }
      #expect(far.map { abs(results[0][$0] - results[1][$0]) }.max()! < 0.05)
      #expect(results[1][12 * 128 + 12] > 400)
    }
  }

  /// The colors of light are those of the same image in 0...1, scaled to its range.
  @Test(arguments: [
    "colorize gray.npy --scribbles layer.png", "upsample small.npy --kind chroma --guide gray.npy",
  ])
  func colorsGoOntoLight(_ command: String) throws {
    try withImages { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      var layer = [Float](repeating: 0, count: 3 * 48 * 64)
      for index in 0..<48 * 64 { layer[index] = 0.8 }
      try Image(
        samples: Tensor(shape: [1, 3, 48, 64], values: layer),
        alpha: Tensor(shape: [1, 1, 48, 64], values: (0..<48 * 64).map { $0 % 64 < 6 ? 1 : 0 })
      ).write(to: path("layer.png"))
      let colors = (0..<3 * 12 * 16).map { Float($0 % 37) / 36 }
      let results = try [("unit", Float(1)), ("light", 8)].map { name, scale in
        try Image.read(path("\(name).npy")).write(to: path("gray.npy"))
        try Image(
          samples: Tensor(shape: [1, 3, 12, 16], values: colors.map { $0 * scale }),
          sampleFormat: .float32
        ).write(to: path("small.npy"))
        let words = command.split(separator: " ").map(String.init)
        let outcome = try Program.run(words + ["-o", "o.npy", "--overwrite"], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Image.read(path("o.npy"))
      }
      #expect(results[0].channels == 3)
      let red = results[0].samples.values[0]
      #expect(abs(red - results[0].grayscale().samples.values[0]) > 0.01)
      for (unit, light) in zip(results[0].samples.values, results[1].samples.values) {
        #expect(abs(unit - light / 8) < 1e-5)
      }
    }
  }
}
