import BurnishEvaluation

/// The texts of an evaluation's help.
struct EvaluationTexts {
  private let row: any Evaluation.Type

  init(_ row: any Evaluation.Type) { self.row = row }

  private var command: String { "burnish evaluate \(row.name)" }

  /// The command with its required options, in lines of 80 columns after `USAGE: `.
  var usage: String {
    var lines = ["\(command) [<options>]"]
    for parameter in row.parameters where parameter.isRequired {
      let option = "--\(parameter.name) <\(parameter.placeholder)>"
      if lines[lines.count - 1].count + 1 + option.count <= 73 {
        lines[lines.count - 1] += " \(option)"
      } else {
        lines.append(option)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The examples, and where to read more.
  var discussion: String {
    let examples = row.examples.map { example in
      let options = example.map { " --\($0.key)" + ($0.value.isEmpty ? "" : " \($0.value)") }
      return "  \(command) --data DIR" + options.joined()
    }
    return "Examples:\n\(examples.joined(separator: "\n"))\n\n\(HelpSection.more("evaluate"))"
  }
}
