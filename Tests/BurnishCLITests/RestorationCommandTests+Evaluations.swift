import Burnish
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Evaluations of restorations on suites.
extension RestorationCommandTests {
  @Test func evaluationsGoOn() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      for part in ["natural/Set5", "deblur/levin/gt"] {
        try FileManager.default.createDirectory(
          atPath: path(part), withIntermediateDirectories: true)
      }
      var random = RandomNumbers(seed: 8)
      for name in ["a", "b"] {
        try Image(samples: random.uniform(shape: [1, 3, 33, 41]))
          .write(to: path("natural/Set5/\(name).png"))
        try Image(samples: random.uniform(shape: [1, 1, 33, 41]))
          .write(to: path("deblur/levin/gt/im\(name).png"))
      }
      try Image(samples: random.uniform(shape: [1, 1, 5, 7]))
        .write(to: path("deblur/levin/gt/kernel1.png"))
      let command =
        "evaluate superres --data . --set set5 --factor 2 --iterations 6 --json report.json --resume"
      let first = try run(command + " --limit 1", in: folder)
      #expect(first.code == 0 && first.output.contains("protocol daep-sr"), "\(first.errors)")
      #expect(first.output.contains("iterations 6") && first.output.contains("mean of 1"))
      func row(_ output: String) -> Substring? {
        output.split(separator: "\n").first { $0.hasPrefix("a ") }
      }
      let second = try run(command, in: folder)
      #expect(second.code == 0 && second.output.contains("mean of 2"), "\(second.errors)")
      // Even the seconds are equal: the program did not restore the image again.
      #expect(row(second.output) != nil && row(second.output) == row(first.output))
      let again = try run(command + " --limit 1", in: folder)
      #expect(again.code == 0 && again.output.contains("mean of 1"), "\(again.errors)")
      #expect(try EvaluationReport.read(path("report.json")).rows.map(\.name) == ["a", "b"])
      let other = try run(command.replacing("factor 2", with: "factor 3"), in: folder)
      #expect(other.code == 65 && other.errors.contains("x2"), "\(other.errors)")
      for rest in [
        "deblur --set levin --sigma 2.55", "inpaint --set set5 --missing 0.5",
        "superres --set set5 --factor 2 --solver descent",
        "restore --set set5 --blur 1 --factor 2 --sigma 5", "restore --sigma 25",
      ] {
        let outcome = try run("evaluate \(rest) --data . --iterations 2", in: folder)
        #expect(outcome.code == 0 && outcome.output.contains("mean of 2"), "\(outcome.errors)")
      }
      for peer in ["richardson-lucy --iterations 2", "hyper-laplacian", "none"] {
        let outcome = try Program.run(
          "evaluate deblur --data . --sigma 2.55 --limit 1 --model \(peer)".split(separator: " ")
            .map(String.init), in: folder)
        #expect(outcome.code == 0 && outcome.output.contains("mean of 1"), "\(outcome.errors)")
      }
      for (rest, code) in [
        ("deblur --set set5 --sigma 2", Int32(64)), ("superres --set levin --factor 2", 64),
        ("inpaint --missing 1", 64), ("superres --factor 2 --resume", 64),
        ("deblur --set kodak --sigma 2.55", 66), ("restore --set set5", 64),
        ("restore --blur 0.01", 64), ("restore --factor 17", 64), ("restore --sigma 300", 64),
      ] {
        let outcome = try run("evaluate \(rest) --data .", in: folder)
        #expect(outcome.code == code && outcome.errorLines.count == 2, "\(outcome.errors)")
      }
    }
  }
}
