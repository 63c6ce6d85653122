import Foundation
import Testing
import _TestSupport

@testable import BurnishEvaluation

/// The article on adding a model shows an evaluation. These tests compile and run it.
@Suite struct ArticleTests {
  @Test func theArticleShowsWhatIsTested() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let tested = try String(
      contentsOf: file.appendingPathComponent("RoundingEvaluation.swift"), encoding: .utf8)
    let root = file.deletingLastPathComponent().deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appendingPathComponent("Sources/Burnish/Burnish.docc/AddingAModel.md"),
      encoding: .utf8)
    #expect(article.contains(tested.replacing("\n@testable import BurnishEvaluation\n", with: "")))
  }

  @Test func itsEvaluationRuns() throws {
    try DataFolder.with { folder in
      try DataFolder.write(DataFolder.gray(64), to: "natural/Set12/a.png", in: folder)
      let levels = try #require(RoundingEvaluation.parameters.first as? NumberParameter<Int>)
      var values = ParameterValues()
      values[levels] = 2
      let report = try RoundingEvaluation.report(
        EvaluationCall(values, dataDirectory: folder.path)
      ) { _, _ in }
      // The level 64 becomes 0.
      #expect(abs(report.rows[0].values[0] - 20 * log10(255.0 / 64)) < 1e-4)
      #expect(report.rows.map(\.name) == ["a.png"])
    }
  }
}
