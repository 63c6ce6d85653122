import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Inputs that cannot be restored.
extension RestorationCommandTests {
  @Test func masksMarkSomethingAndNotAllInGray() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let (dark, bright) = (
        Tensor(repeating: 1 / 255, shape: [1, 1, 40, 31]),
        Tensor(repeating: 1, shape: [1, 1, 40, 31])
      )
      for (mask, word) in [
        (Image(samples: dark), "no pixel is missing"),
        (Image(samples: dark, alpha: bright * 0.5), "no pixel is missing"),
        (Image(samples: bright), "no pixel is known"),
        (Image(samples: Tensor.joined([bright, dark, dark])), "in color"),
      ] {
        try mask.write(to: path("mask.png"))
        try "image: gray.png\ndegradations: [{kind: holes, mask: mask.png}]\nsigma: 0\n".write(
          toFile: path("recipe.yaml"), atomically: true, encoding: .utf8)
        for command in ["inpaint gray.png --mask mask.png", "restore recipe.yaml"] {
          let outcome = try run("\(command) --iterations 1 -o out.png", in: folder)
          #expect(outcome.code == 65 && outcome.errorLines.count == 2, "\(outcome.errors)")
          #expect(outcome.errors.contains("mask.png: ") && outcome.errors.contains(word))
        }
      }
    }
  }

  @Test(arguments: [
    ("restore photo.png", "photo.png: "), ("deblur gray.png --kernel binary.txt", "binary.txt: "),
    ("restore long.yaml", "long.yaml: "),
  ])
  func whatFilesHoldIsQuotedInOneShortLine(arguments: String, words: String) throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Data([27, 91, 51, 49, 109, 7, 0, 10]).write(
        to: folder.appendingPathComponent("binary.txt"))
      try "image: a\n\(String(repeating: "x", count: 100_000)): 2\ndegradations: []\nsigma: 1\n"
        .write(
          toFile: path("long.yaml"), atomically: true, encoding: .utf8)
      let outcome = try run("\(arguments) -o out.png", in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains(words), "\(outcome.errors.prefix(900))")
      #expect(outcome.errors.count < 700 && outcome.errorLines.count == 2)
      #expect(!outcome.errors.dropLast().unicodeScalars.contains { $0.value < 32 })
    }
  }

  @Test(arguments: [
    ("deblur photo.png --kernel none.txt", 66, "none.txt"),
    ("deblur photo.png --kernel photo.png", 65, "photo.png"),
    ("deblur photo.png --kernel kernel.txt --sigma -1", 64, "--sigma"),
    ("deblur photo.png --kernel kernel.txt --kernel-variable k", 64, "--kernel-variable"),
    ("deblur photo.png --kernel kernel.txt --boundary none", 64, "valid"),
    ("deblur photo.png --kernel kernel.txt --trace trace.png", 64, ".csv or .svg"),
    ("deblur photo.png --kernel kernel.txt --truth gray.png", 65, "gray.png"),
    ("deblur photo.png --kernel kernel.txt --intermediate steps", 73, "steps"),
    ("deblur photo.png --kernel kernel.txt --intermediate /proc", 73, "/proc"),
    ("deblur photo.png", 64, "expected --kernel, --gaussian, --disk or --motion"),
    ("deblur photo.png --gaussian 2 --disk 2", 64, "2 blurs"),
    ("deblur photo.png --gaussian 0", 64, "--gaussian"),
    ("deblur photo.png --motion 9", 64, "--motion"),
    ("deblur photo.png --disk 2 --origin 1,1", 64, "belong to --kernel"),
    ("deblur photo.png --kernel kernel.txt --origin 1", 64, "--origin"),
    (
      "deblur photo.png --kernel kernel.txt --origin 1,3", 65, "kernel.txt: an origin of 1,3 in 3x3"
    ),
    ("superres gray.png --factor 2 --dialect deepinv --resampling box", 64, "has no box"),
    ("superres gray.png --factor 1.5 --dialect deepinv", 64, "a whole one"),
    ("superres gray.png --factor 0.5", 64, "--factor"),
    ("superres gray.png --factor nan", 64, "--factor"),
    ("superres gray.png --factor 2 --iterations 0", 64, "--iterations"),
    ("superres gray.png --factor 2 --every 2", 64, "--intermediate"),
    ("inpaint gray.png --mask photo.png", 65, "photo.png"),
    ("inpaint gray.png --mask none.png", 66, "none.png"),
  ])
  func badInputIsNamed(arguments: String, code: Int, word: String) throws {
    try withModel { folder in
      let outcome = try run("\(arguments) -o out.png", in: folder)
      #expect(outcome.code == code, "\(outcome.code): \(outcome.errors)")
      #expect(outcome.errorLines.count == 2 && outcome.errors.contains(word), "\(outcome.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("out.png").path))
    }
  }

  @Test func weightsForOtherThingsAreRefused() throws {
    try withModel { folder in
      try NoiseModel.write(to: folder.appendingPathComponent("other.safetensors").path)
      let names = (try? ModelCatalog().autoencoderNames()) ?? []
      for (model, code) in [("./other.safetensors", Int32(65)), ("nothing", 64)] {
        let outcome = try Program.run(
          ["superres", "gray.png", "--factor", "2", "-o", "out.png", "--model", model], in: folder)
        #expect(outcome.code == code, "\(outcome.errors)")
        if code == 64, !names.isEmpty {
          let listed = names.joined(separator: ", ")
          #expect(outcome.errors.contains("expected --model with \(listed), daep, or the path"))
        }
      }
    }
  }
}
