import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct ColorizeCommandTests {
  private static let (width, height) = (50, 38)

  /// A dark left half and a light right half.
  private static let photo = Image(
    samples: Tensor(
      shape: [1, 1, height, width],
      values: (0..<width * height).map { $0 % width < 24 ? Float(80) / 255 : Float(180) / 255 }),
    alpha: Tensor(
      shape: [1, 1, height, width],
      values: (0..<width * height).map { Float($0 % 256) / 255 }))

  /// A red stroke on the left half and a blue one on the right.
  private static func strokes(on layer: Bool) -> Image {
    let area = width * height
    var colors = photo.inRGB().samples.values
    var alpha = [Float](repeating: 0, count: area)
    for y in 16..<20 {
      for (columns, color) in [(4..<16, [Float(0.8), 0.2, 0.2]), (30..<44, [0.3, 0.4, 0.9])] {
        for x in columns {
          for channel in 0..<3 { colors[channel * area + y * width + x] = color[channel] }
          alpha[y * width + x] = 1
        }
      }
    }
    return Image(
      samples: Tensor(shape: [1, 3, height, width], values: colors),
      alpha: layer ? Tensor(shape: [1, 1, height, width], values: alpha) : nil)
  }

  private func withFiles(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      for (name, image) in [
        ("photo", Self.photo), ("drawn", Self.strokes(on: false)),
        ("layer", Self.strokes(on: true)),
        ("empty", Self.photo.inRGB()), ("small", Samples.guide(width: 10, height: 9)),
      ] {
        try image.write(to: folder.appendingPathComponent("\(name).png").path)
      }
      try body(folder)
    }
  }

  @Test(arguments: [
    ["drawn.png"], ["layer.png"], ["drawn.png", "--at", "1/4", "--model", "bicubic"],
    ["layer.png", "--at", "1/2", "--model", "guided", "--radius", "2"],
  ])
  func aPhotographGetsItsColors(_ arguments: [String]) throws {
    try withFiles { folder in
      let outcome = try Program.run(
        ["colorize", "photo.png", "-o", "out.png", "--scribbles"] + arguments, in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(
        outcome.output.contains("iterations, relative residual")
          && !outcome.output.contains("not converged"))
      let result = try Image.read(folder.appendingPathComponent("out.png").path)
      #expect(result.alpha?.values == Self.photo.alpha?.values)
      let gray = rgbToGray(result.samples).values
      #expect(zip(gray, Self.photo.samples.values).allSatisfy { abs($0 - $1) < 0.51 / 255 })
      let (samples, area) = (result.samples.values, Self.width * Self.height)
      for y in 0..<Self.height {
        // Columns far from the edge, which is less sharp at a lower resolution.
        for x in Array(0..<16) + Array(32..<50) {
          let (red, blue) = (samples[y * 50 + x], samples[2 * area + y * 50 + x])
          #expect(x < 24 ? red > blue + 0.2 : blue > red + 0.2, "\(x), \(y)")
        }
      }
    }
  }

  /// An untrained network colors the photograph; its colors are enough to check what must not change.
  @Test(arguments: [ColorOutput.ycbcr, .lab])
  func aPhotographGetsColorsByItself(_ output: ColorOutput) throws {
    try withFiles { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try ColorModel.write(to: path("m.safetensors"), output: output)
      let outcome = try Program.run(
        ["colorize", "photo.png", "--model", "./m.safetensors", "-o", "out.png"], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let result = try Image.read(path("out.png"))
      #expect(result.channels == 3 && result.alpha?.values == Self.photo.alpha?.values)
      // Luma is exact at 8 bits.
      let levels = rgbToGray(result.samples).values.map { ($0 * 255).rounded() }
      #expect(levels == Self.photo.samples.values.map { ($0 * 255).rounded() })
      let evaluation = try Program.run(
        ["evaluate", "colorize", "--data", ".", "--model", "./m.safetensors"], in: folder)
      #expect(evaluation.code == 66 && evaluation.errors.contains("natural/Kodak24"))
    }
  }

  @Test func weightsThatDoNotFitGetOneLine() throws {
    try withFiles { folder in
      try PairModel.write(
        to: folder.appendingPathComponent("pairs.safetensors").path, inputChannels: 1,
        outputChannels: 3)
      let isShipped = try ShippedWeights.installed().entries.contains {
        $0.variant.hasPrefix("colorize")
      }
      for (arguments, code, subject, mention) in [
        (["--model", "./pairs.safetensors"], Int32(65), "./pairs.safetensors: ", "regression"),
        (["--model", "./none.safetensors"], 66, "./none.safetensors: ", "exist"),
        (["--model", "nobody"], 64, "model nobody: ", "no weights of this name"),
        (isShipped ? ["--model", "nobody"] : [], 64, "", "--model"),
        (["--at", "1/2"], 64, "", "--scribbles"),
      ] {
        let outcome = try Program.run(
          ["colorize", "photo.png", "-o", "out.png"] + arguments, in: folder)
        #expect(outcome.code == code, "\(outcome.errors)")
        #expect(outcome.errorLines.count == 2 && outcome.errors.hasPrefix("burnish: \(subject)"))
        #expect(outcome.errors.contains(mention), "\(outcome.errors)")
        #expect(
          !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out.png").path))
      }
    }
  }

  @Test func badScribblesGetOneLine() throws {
    try withFiles { folder in
      for (arguments, code, subject, mention) in [
        (["empty.png"], Int32(65), "empty.png: ", "differs"),
        (["small.png"], 65, "small.png: ", "10x9"),
        (["none.png"], 66, "none.png: ", "exist"),
        (["drawn.png", "--at", "1/0"], 64, "", "--at"),
        (["drawn.png", "--at", "4"], 64, "", "--at"),
        (["drawn.png", "--at", "1/3", "--model", "fdkn"], 64, "model fdkn: ", "x3"),
      ] {
        let outcome = try Program.run(
          ["colorize", "photo.png", "-o", "out.png", "--scribbles"] + arguments, in: folder)
        #expect(outcome.code == code, "\(outcome.errors)")
        #expect(outcome.errorLines.count == 2 && outcome.errors.hasPrefix("burnish: \(subject)"))
        #expect(outcome.errors.contains(mention), "\(outcome.errors)")
        #expect(
          !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out.png").path))
      }
      let jpeg = try Program.run(
        ["colorize", "photo.png", "--scribbles", "drawn.png", "-o", "out.jpg"], in: folder)
      #expect(jpeg.code == 73 && jpeg.errors.contains("alpha"), "\(jpeg.errors)")
    }
  }
}
