import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Kernels for `deblur` and `restore`, and the remarks about them.
@Suite struct KernelCommandTests {
  private func run(_ arguments: String, in folder: URL) throws -> Program.Outcome {
    try Program.run(
      arguments.split(separator: " ").map(String.init)
        + ["--model", "./small.safetensors", "--iterations", "2"], in: folder)
  }

  /// Calls `body` with a folder that holds weights, the image `blurred.png`, and its bell-shaped kernel `bell.npy`.
  private func withBlur(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try ImageNoiseModel.write(to: path("small.safetensors"))
      let scene = Tensor(
        shape: [1, 1, 60, 70],
        values: (0..<4200).map { ($0 % 70 / 9 + $0 / 70 / 7) % 2 == 0 ? 0.25 : 0.75 })
      let kernel = try BlurKernel.gaussian(standardDeviation: 1.5)
      try Image(samples: Blur(kernel, border: .valid, of: scene.shape).apply(scene)).write(
        to: path("blurred.png"))
      try write(kernel.weights, to: path("bell.npy"))
      try body(folder)
    }
  }

  private func write(_ weights: Tensor, to path: String) throws {
    var image = Image(samples: weights.reshaped(to: [1, 1] + weights.shape))
    image.sampleFormat = .float32
    try image.write(to: path)
  }

  @Test func shapesNeedNoFile() throws {
    try withBlur { folder in
      func samples() throws -> [Float] {
        try Image.read(folder.appendingPathComponent("o.png").path).samples.values
      }
      var results: [String: [Float]] = [:]
      for option in ["--kernel bell.npy", "--gaussian 1.5", "--disk 2", "--motion 7,45"] {
        let outcome = try run("deblur blurred.png \(option) --sigma 1 -o o.png", in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(option): \(outcome.errors)")
        results[option] = try samples()
      }
      #expect(results["--kernel bell.npy"] == results["--gaussian 1.5"])
      #expect(Set(results.values).count == 3)
      for step in ["gaussian: 1.5", "kernel: bell.npy"] {
        try "image: blurred.png\ndegradations: [{kind: blur, \(step), border: valid}]\nsigma: 1\n"
          .write(
            to: folder.appendingPathComponent("r.yaml"), atomically: true, encoding: .utf16)
        let outcome = try run("restore r.yaml -o o.png", in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        #expect(try samples() == results["--gaussian 1.5"])
      }
    }
  }

  @Test func whatIsMendedIsSaidInOneLine() throws {
    try withBlur { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      func bell(_ x: Int, _ y: Int) -> Tensor {
        Tensor(
          shape: [20, 20],
          values: (0..<400).map { index in
            let (dx, dy) = (Double(index % 20 - x), Double(index / 20 - y))
            return Float(exp(-(dx * dx + dy * dy) / 4.5))
          })
      }
      func corner(_ index: Int) -> Int { index < 10 ? index : index - 20 }
      let wrapped = Tensor(
        shape: [20, 20],
        values: (0..<400).map { index in
          let (dx, dy) = (Double(corner(index % 20)), Double(corner(index / 20)))
          return Float(exp(-(dx * dx + dy * dy) / 4.5))
        })
      for (kernel, word) in [
        (wrapped, "lies in the corner"), (bell(14, 12), "its peak lies 5 columns and 3 rows off"),
        (bell(9, 9), "20x20, an even side, has no middle: column 9, row 9 from 0"),
        (bell(10, 10) + 0.1, "a background of 9.1 % of the maximum weight was subtracted; 20x20"),
      ] {
        try write(kernel, to: path("k.npy"))
        let outcome = try run("deblur blurred.png --kernel k.npy --sigma 1 -o o.png", in: folder)
        #expect(outcome.code == 0 && outcome.errorLines.count == 2, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("burnish: k.npy: ") && outcome.errors.contains(word))
        #expect(!outcome.errors.contains("turned") && outcome.errors.contains("--origin"))
        let told = try run(
          "deblur blurred.png --kernel k.npy --origin 9,9 --sigma 1 -o o.png", in: folder)
        #expect(told.code == 0 && !told.errors.contains("--origin"), "\(told.errors)")
      }
    }
  }

  @Test func starsThatAreCutOffAreSaid() throws {
    try withBlur { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let scene = Tensor(shape: [1, 1, 60, 60], values: (0..<3600).map { $0 == 1830 ? 60 : 0.2 })
      let kernel = try BlurKernel.gaussian(standardDeviation: 1.5)
      let seen = try Blur(kernel, border: .valid, of: scene.shape).apply(scene).clipped(to: 0...1)
      try Image(samples: seen).write(to: path("star.png"))
      let outcome = try run("deblur star.png --kernel bell.npy --sigma 0.5 -o o.png", in: folder)
      #expect(
        outcome.code == 0 && outcome.errors.contains("at the white limit"), "\(outcome.errors)")
      #expect(outcome.errors.contains("treated as missing") && outcome.errorLines.count == 2)
      let recipe = """
        image: star.png
        degradations: [{kind: blur, gaussian: 1.5, border: valid}]
        sigma: 0.5

        """
      try recipe.write(toFile: path("r.yaml"), atomically: true, encoding: .utf8)
      let restored = try run("restore r.yaml -o r.png", in: folder)
      #expect(restored.code == 0 && restored.errors.contains("star.png: "), "\(restored.errors)")
      #expect(restored.errors.contains("treated as missing"))
    }
  }

  @Test func aResultThatIsMerelyMovedIsSaid() throws {
    try withBlur { folder in
      try "0 0 0\n0 0 0\n0 0 1\n".write(
        to: folder.appendingPathComponent("k.txt"), atomically: true, encoding: .utf8)
      for (origin, moved) in [("2,2", nil), ("1,1", "moved by -1, -1: ")] {
        let outcome = try run(
          "deblur blurred.png --kernel k.txt --origin \(origin) --sigma 0.1 --truth blurred.png "
            + "-o o.png", in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("moved by") == (moved != nil), "\(outcome.output)")
        if let moved { #expect(outcome.output.contains(moved), "\(outcome.output)") }
      }
    }
  }

  @Test func aRecipeWhoseAliasesMultiplyIsRefused() throws {
    try withBlur { folder in
      var text =
        "image: blurred.png\nsigma: 1\ndegradations: []\na0: &a0 [x, x, x, x, x, x, x, x]\n"
      // This file is small; it expands to 8 to the power of 5.
      for level in 1..<5 {
        let aliases = [String](repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
        text += "a\(level): &a\(level) [\(aliases)]\n"
      }
      try text.write(
        to: folder.appendingPathComponent("r.yaml"), atomically: true, encoding: .utf8)
      let outcome = try run("restore r.yaml -o o.png", in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("aliases"), "\(outcome.errors)")
    }
  }
}
