import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Restorations that are ended, and pictures on the way.
extension RestorationCommandTests {
  /// A folder with a model, as ``withModel(_:)``, and in it the folder `steps` with the picture `0002.png`.
  func withSteps(_ body: (URL) throws -> Void) throws {
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
    // Names that no iteration has.
    ("superres steps/0002.png --factor 2 --every 3 -o out.png", 0, ""),
    ("superres gray.png --factor 2 -o steps/0005.png", 0, ""),
    ("superres gray.png --factor 2 -o out.png", 0, ""),
  ])
  func intermediatePicturesReplaceNothing(arguments: String, code: Int, words: String) throws {
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
}
