import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Interruption, and intermediate images.
extension RestorationCommandTests {
  @Test func anInterruptedRestorationIsWritten() throws {
    try withModel { folder in
      let outcome = try Program.run(
        [
          "superres", "gray.png", "--factor", "2", "--iterations", "100000", "-o", "out.png",
          "--model", "./small.safetensors", "--intermediate", ".",
        ], in: folder,
        meanwhile: { process in
          let first = folder.appendingPathComponent("0003.png").path
          for _ in 0..<600 where !FileManager.default.fileExists(atPath: first) {
            usleep(50_000)
          }
          process.interrupt()
        })
      #expect(outcome.code == 130 && outcome.output.contains("interrupted; out.png"))
      #expect(try Image.read(folder.appendingPathComponent("out.png").path).width == 62)
    }
  }

  @Test func anInterruptionBeforeTheFirstIterationWritesNothing() throws {
    try withModel { folder in
      // A blocked signal stays pending until the program watches for it.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGINT)
      pthread_sigmask(SIG_BLOCK, &signals, nil)
      defer { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
      let outcome = try Program.run(
        [
          "superres", "gray.png", "--factor", "2", "-o", "out.png", "--trace", "trace.csv",
          "--model", "./small.safetensors",
        ], in: folder, meanwhile: { $0.interrupt() })
      #expect(outcome.code == 130 && outcome.output.contains("nothing is written"))
      for name in ["out.png", "trace.csv"] {
        #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
      }
    }
  }

  /// Like ``withModel(_:)``, with a folder `steps` that holds the image `0002.png`.
  private func withSteps(_ body: (URL) throws -> Void) throws {
    try withModel { folder in
      let steps = folder.appendingPathComponent("steps")
      try FileManager.default.createDirectory(at: steps, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("gray.png"), to: steps.appendingPathComponent("0002.png"))
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("link"), withDestinationURL: steps)
      try body(folder)
    }
  }

  @Test(arguments: [
    ("superres steps/0002.png --factor 2 -o out.png", 64, "replace an input"),
    ("superres link/0002.png --factor 2 -o out.png", 64, "replace an input"),
    ("deblur gray.png --kernel steps/0002.png -o out.png", 64, "replace an input"),
    ("inpaint gray.png --mask steps/0002.png -o out.png", 64, "replace an input"),
    ("superres gray.png --factor 1 --truth steps/0002.png -o out.png", 64, "replace an input"),
    ("superres gray.png --factor 2 -o steps/0002.png", 64, "other output"),
    ("superres gray.png --factor 2 -o link/0003.png", 64, "other output"),
    // No iteration has these names.
    ("superres steps/0002.png --factor 2 --every 3 -o out.png", 0, ""),
    ("superres gray.png --factor 2 -o steps/0005.png", 0, ""),
    ("superres gray.png --factor 2 -o out.png", 0, ""),
  ])
  func intermediateImagesReplaceNothing(arguments: String, code: Int, words: String) throws {
    try withSteps { folder in
      let path = folder.appendingPathComponent("steps/0002.png").path
      let before = FileManager.default.contents(atPath: path)
      let outcome = try run("\(arguments) --iterations 4 --intermediate steps", in: folder)
      #expect(outcome.code == code, "\(outcome.errors)")
      if code != 0 {
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.errorLines.count == 2 && outcome.errors.contains("steps/000"))
        #expect(FileManager.default.contents(atPath: path) == before)
      }
    }
  }

  @Test func anIntermediateImageThatCannotBeWrittenDoesNotLoseTheResult() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try FileManager.default.createDirectory(
        atPath: path("steps"), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: path("steps/0002.png"), withDestinationPath: "/dev/full")
      let outcome = try run(
        "superres gray.png --factor 2 --iterations 5 --intermediate steps --trace trace.csv "
          + "-o out.png", in: folder)
      #expect(outcome.code == 74 && outcome.errors.contains("steps/0002.png"), "\(outcome.errors)")
      #expect(outcome.output.contains("iteration 2 of 5"))
      #expect(outcome.output.contains("out.png is what the image had become"))
      #expect(try Image.read(path("out.png")).width == 62)
      let rows = try String(contentsOfFile: path("trace.csv"), encoding: .utf8)
      #expect(rows.split(separator: "\n").count == 3)
    }
  }
}
