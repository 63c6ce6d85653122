import ArgumentParser
import BurnishEvaluation

/// Options for the parameters of an evaluation that belong to one section of its help.
///
/// ArgumentParser finds options by reflection. The children of `customMirror` stand for stored properties, and
/// `init(from:)` decodes each by the child's label.
struct ParameterOptions<Row: Evaluation, Section: ParameterSection>: ParsableArguments {
  private(set) var values = ParameterValues()

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: ParameterKey.self)
    for parameter in Section.parameters(of: Row.self) {
      try Self.withOption(parameter).decode(from: container, into: &values)
    }
  }

  fileprivate static func withOption(
    _ parameter: any EvaluationParameter
  ) -> any OptionParameter {
    guard let parameter = parameter as? any OptionParameter else {
      fatalError("the parameter \(parameter.name) has no option")
    }
    return parameter
  }
}

extension ParameterOptions: CustomReflectable {
  var customMirror: Mirror {
    var children: [Mirror.Child] = []
    for parameter in Section.parameters(of: Row.self) {
      children.append((parameter.name, Self.withOption(parameter).option))
    }
    return Mirror(self, children: children)
  }
}
