import BurnishCore
import Testing

@testable import BurnishEvaluation

/// Properties of the table of evaluations that programs rely on.
@Suite struct EvaluationTableTests {
  @Test func namesAreUnique() {
    var names: Set<String> = []
    for row in Evaluations.all {
      #expect(names.insert(row.name).inserted, "\(row.name)")
      let parameters = row.parameters.map { $0.name }
      #expect(Set(parameters).count == parameters.count, "\(row.name)")
      #expect(Set(row.metrics).count == row.metrics.count, "\(row.name)")
    }
    #expect(names.count == Evaluations.all.count)
  }

  /// Each example gives all required parameters, and only parameters that the command has.
  @Test func examplesFitParameters() {
    for row in Evaluations.all {
      #expect(row.examples.count == 3, "\(row.name)")
      let known = row.parameters.map { $0.name } + ["limit", "json"]
      for example in row.examples {
        let names = example.map { $0.key }
        for parameter in row.parameters where parameter.isRequired {
          #expect(names.contains(parameter.name), "\(row.name): \(parameter.name)")
        }
        for name in names {
          #expect(
            known.contains(name) || (row.isResumable && name == "resume"), "\(row.name): \(name)")
        }
      }
    }
  }

  @Test func publishedFiguresAreMeasured() {
    for row in Evaluations.published {
      #expect(!row.publishedTasks.isEmpty && !row.publishedSets.isEmpty, "\(row.name)")
      for metric in row.publishedMetrics {
        #expect(row.metrics.contains(metric), "\(row.name): \(metric)")
      }
    }
    let sets = [
      "middlebury", "lu", "nyu", "rgbdd", "nir", "bsd68", "set12", "faces", "set14", "kodak24",
    ]
    #expect(PublishedSet.allCases.map(\.rawValue) == sets)
    #expect(PublishedSet(rawValue: "set5") == nil)
  }

  @Test func valuesFallBack() {
    let count = NumberParameter<Int>("n", "N.", placeholder: "n", .whole(1...9), .fallback(4))
    var values = ParameterValues()
    #expect(values[count] == 4 && values.given(count) == nil)
    values[count] = 5
    #expect(values[count] == 5 && values.given(count) == 5)
    #expect(count.limits.wanted == "a whole number in 1...9")
    #expect(count.limits.allows(9) && !count.limits.allows(10) && !count.isRequired)
  }

  @Test func conflictsAreToldInTheNamesOfUsers() {
    var values = ParameterValues()
    values[RestorationEvaluation.model] = "none"
    values[RestorationEvaluation.iterations] = 3
    let unused = #expect(throws: ParameterConflict.self) {
      try InpaintingEvaluation.check(values)
    }
    #expect(unused?.description { "-\($0)" } == "-model none: has no -solver and no -iterations")
    let nothing = #expect(throws: ParameterConflict.self) {
      try CompositionEvaluation.check(ParameterValues())
    }
    #expect(
      nothing?.description { $0 }
        == "nothing happens to the images; expected blur, factor or sigma")
  }
}
