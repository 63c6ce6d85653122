import BurnishCore
import BurnishEvaluation
import BurnishTensors
import Foundation
import Testing

@Suite struct TrainingPlotTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("burnish-plot-\(UUID().uuidString)")

  /// Writes a log into its own folder.
  private func log(_ name: String, _ text: String) throws -> String {
    let place = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let path = place.appendingPathComponent("log.csv").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private let header = "step,learning_rate,loss,validation_psnr_db\n"

  @Test func coursesAreThoseOfTheLogs() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let a = try log("a", header + "1,0.1,0.5,\n2,0.1,0.25,20.5\n4,0.1,0.125,21\n")
    let b = try log("b", header + "3,0.1,0.0625,19\n")
    let plot = try TrainingPlot(logs: [a, b])
    #expect(plot.column == "validation_psnr_db" && plot.courses.map(\.name) == ["a", "b"])
    #expect(plot.courses[0].points == [.init(x: 2, y: 20.5), .init(x: 4, y: 21)])
    #expect(plot.courses[1].points == [.init(x: 3, y: 19)])
    let losses = try TrainingPlot(logs: [a], column: "loss").plot(.logarithmic)
    #expect(losses.title == "a" && losses.vertical == .init("loss", .logarithmic))
    #expect(losses.series[0].points.map(\.y) == [0.5, 0.25, 0.125])
    #expect(plot.plot().vertical.title == "validation psnr db")
  }

  /// A training that is ended while it writes leaves such a line.
  @Test func aLastLineThatIsCutOffIsLeftOut() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let rows = "2,0.1,0.25,20.5\n4,0.1,0.125,21\n"
    for end in ["6", "6,0.1,0.0", "6,0.1,0.0625,21."] {
      let path = try log("a", header + rows + end)
      let plot = try TrainingPlot(logs: [path])
      #expect(plot.courses[0].points.map(\.x) == [2, 4] && plot.cutOff == [path])
    }
    #expect(try TrainingPlot(logs: [log("a", header + rows)]).cutOff.isEmpty)
  }

  @Test func whatIsNoLogIsRefused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let good = try log("good", header + "1,0.1,0.5,\n")
    for (path, column, words) in [
      (try log("text", "some text\nmore\n"), nil, "no log"), (try log("empty", ""), nil, "no log"),
      (try log("uneven", header + "1,2\n"), nil, "no log"), (good, nil, "no value"),
      (good, "step", "no column step"), (good, "speed", "no column speed"),
      (folder.path + "/nowhere.csv", "loss", "does not exist"),
    ] as [(String, String?, String)] {
      let failure = #expect(throws: Failure.self) {
        try TrainingPlot(logs: [path], column: column)
      }
      #expect(failure?.found.contains(words) == true && failure?.subject == path)
    }
  }
}
