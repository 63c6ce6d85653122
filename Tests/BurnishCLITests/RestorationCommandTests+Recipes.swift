import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Several degradations, from recipes.
extension RestorationCommandTests {
  @Test func recipesOfSeveralThings() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try FileManager.default.createDirectory(
        atPath: path("work"), withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: path("gray.png"), toPath: path("work/gray.png"))
      try FileManager.default.moveItem(atPath: path("kernel.txt"), toPath: path("work/kernel.txt"))
      func restore(_ recipe: String) throws -> Program.Outcome {
        try recipe.write(toFile: path("work/recipe.yaml"), atomically: true, encoding: .utf8)
        return try run("restore work/recipe.yaml --iterations 3 -o out.png", in: folder)
      }
      let recipe = """
        image: gray.png
        degradations:
          - kind: blur
            kernel: kernel.txt
            border: replicate
          - kind: reduction
            factor: 2
        sigma: auto

        """
      let outcome = try restore(recipe)
      #expect(outcome.code == 0 && outcome.output.contains("noise of sigma"), "\(outcome.errors)")
      #expect(try Image.read(path("out.png")).samples.shape == [1, 1, 80, 62])
      for (old, new, code, word) in [
        ("kernel: kernel.txt", "kernel: none.txt", Int32(66), "none.txt"),
        ("border: replicate", "border: none", 65, "border"),
        ("factor: 2", "factor: 0.5", 65, "degradations.1.factor"),
        ("    factor: 2", "    factor: 2\n    faktor: 3", 65, "degradations.1.faktor"),
        ("sigma: auto", "sigma: lots", 65, "sigma"),
        ("sigma: auto", "sigma: -2", 65, "sigma"),
        ("sigma: auto", "", 65, "sigma"),
        ("image: gray.png", "image: none.png", 66, "none.png"),
        ("kind: blur", "kind: fog", 65, "none of blur, reduction, sampling, holes, crop, channels"),
        ("factor: 2", "factor: 2\n    dialect: fog", 65, "none of pillow, matlab, opencv, deepinv"),
        (
          "factor: 2", "factor: 1.5\n    dialect: deepinv", 65,
          "1.dialect: deepinv, which has no factor of 1.5"
        ),
        ("kernel: kernel.txt", "gaussian: 31", 65, "0.gaussian: 31.0"),
        ("kernel: kernel.txt", "kernel: kernel.txt\n    disk: 2", 65, "0.kernel: beside disk"),
        ("kernel: kernel.txt", "disk: 2\n    turn: true", 65, "0.turn: without a kernel"),
        (
          "kernel: kernel.txt", "kernel: kernel.txt\n    origin: [3, 0]", 65,
          "an origin of 3,0 in 3x3"
        ),
        ("factor: 2", "factor: 2\n    resampling: fog", 65, "none of nearest, box, bilinear"),
        ("  - kind: blur", "  - kind: crop\n    left: 101\n  - kind: blur", 65, "0.left: 101"),
        (
          "  - kind: blur", "  - kind: crop\n    left: 0\n  - kind: blur", 65, "no rows and columns"
        ),
        ("  - kind: blur", "  - kind: crop\n    left: [1]\n  - kind: blur", 65, "no single value"),
        (
          "  - kind: blur",
          "  - {kind: channels, kept: [red]}\n"
            + "  - {kind: channels, kept: [blue]}\n  - kind: blur",
          65, "degradations.1, which loses colors a second time"
        ),
        ("kind: reduction\n    factor: 2", "kind: channels\n    kept: []", 65, "1.kept: none"),
        (
          "kind: reduction\n    factor: 2", "kind: channels\n    kept: [red, red]", 65,
          "1.kept: red, red"
        ),
        (
          "  - kind: blur", "  - kind: channels\n    kept: [red]\n  - kind: blur", 65,
          "with channels"
        ),
        ("border: replicate", "border: fog", 65, "none of valid, replicate, circular"),
        ("  - kind: blur", "  - 7\n  - kind: blur", 65, "degradations.0\", which is no mapping"),
        ("sigma: auto", "sigma: 300", 65, "0.001...255, 0 for none, or auto"),
      ] {
        let outcome = try restore(recipe.replacing(old, with: new))
        #expect(outcome.code == code && outcome.errorLines.count == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
      }
      let gray = try restore(
        "image: gray.png\ndegradations: [{kind: channels, kept: [red]}]\nsigma: 0\n")
      #expect(
        gray.code == 65 && gray.errors.contains("gray.png: an image in gray"), "\(gray.errors)")
      // Noise alone is a degradation to undo; no degradation at all is an error.
      for (sigma, code) in [("5", Int32(0)), ("auto", 0), ("0", 65)] {
        let outcome = try restore("image: gray.png\ndegradations: []\nsigma: \(sigma)\n")
        #expect(outcome.code == code, "\(outcome.errors)")
      }
    }
  }

  /// A thumbnail by another program, a crop of an image, and an image without green.
  @Test func recipesOfOtherReductionsPartsAndColors() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      func restore(_ degradations: String) throws -> Image {
        try "image: photo.png\ndegradations: [\(degradations)]\nsigma: 0\n".write(
          toFile: path("recipe.yaml"), atomically: true, encoding: .utf8)
        let outcome = try run("restore recipe.yaml --iterations 8 -o out.png", in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        return try Image.read(path("out.png"))
      }
      let given = try Image.read(path("photo.png"))
      let reduced = try restore("{kind: reduction, factor: 2, resampling: box, dialect: opencv}")
      #expect(reduced.width == 2 * given.width && reduced.height == 2 * given.height)
      let option = try run(
        "superres photo.png --factor 2 --resampling box --dialect opencv --iterations 8 -o same.png",
        in: folder)
      #expect(option.code == 0, "\(option.errors)")
      #expect(
        byteMismatch(try Image.read(path("same.png")).samples, reduced.samples) == nil)
      let other = try run("superres photo.png --factor 2 --iterations 8 -o other.png", in: folder)
      #expect(other.code == 0)
      #expect(difference(try Image.read(path("other.png")).samples, reduced.samples) > 0.01)

      let whole = try restore("{kind: crop, left: 3, bottom: 2}")
      #expect(whole.width == given.width + 3 && whole.height == given.height + 2)
      let alpha = try (#require(whole.alpha)).cropped(by: .init(left: 3, bottom: 2))
      #expect(alpha.values == given.alpha?.values)

      let colored = try restore("{kind: channels, kept: [red, blue]}")
      let (before, after) = (
        // The restoration ignores pixels that alpha hides.
        given.withHiddenColorsFilled().samples.split(counts: [1, 1, 1]),
        colored.samples.split(counts: [1, 1, 1])
      )
      #expect(
        difference(before[0], after[0]) < 4 / 255 && difference(before[2], after[2]) < 4 / 255)
      #expect(difference(before[1], after[1]) > 0.01)
    }
  }
}
