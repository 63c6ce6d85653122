import ArgumentParser
import BurnishEvaluation

/// A parameter with an option on the command line.
protocol OptionParameter: EvaluationParameter {
  /// The property wrapper that ArgumentParser looks for.
  var option: Any { get }

  /// Decodes the option's value.
  func decode(
    from container: KeyedDecodingContainer<ParameterKey>, into values: inout ParameterValues
  ) throws
}

extension OptionParameter {
  fileprivate var key: ParameterKey { ParameterKey(stringValue: name) }
  fileprivate var words: ArgumentHelp { ArgumentHelp("\(help)", valueName: placeholder) }

  /// Returns an option whose value a function reads.
  fileprivate func option(
    parsing strategy: SingleValueParsingStrategy,
    _ read: @escaping @Sendable (String) throws -> Value
  ) -> Any {
    switch presence {
    case .required:
      Option<Value>(
        name: .customLong(name), parsing: strategy, help: words, transform: read)
    case .fallback(let value):
      Option<Value>(
        wrappedValue: value, name: .customLong(name), parsing: strategy, help: words,
        transform: read)
    case .optional:
      Option<Value?>(
        name: .customLong(name), parsing: strategy, help: words, transform: read)
    }
  }

  func decode(
    from container: KeyedDecodingContainer<ParameterKey>, into values: inout ParameterValues
  ) throws {
    try decodeValue(from: container, into: &values)
  }

  /// Decodes an option whose type is the value's own.
  fileprivate func decodeValue(
    from container: KeyedDecodingContainer<ParameterKey>, into values: inout ParameterValues
  ) throws {
    if case .optional = presence {
      let option = try container.decode(Option<Value?>.self, forKey: key)
      if let value = option.wrappedValue { values[self] = value }
    } else {
      values[self] = try container.decode(Option<Value>.self, forKey: key).wrappedValue
    }
  }
}

extension NumberParameter: OptionParameter {
  var option: Any { option(parsing: .unconditional, number(of: "--\(name)", limits)) }
}

extension TextParameter: OptionParameter {
  var option: Any {
    switch presence {
    case .required: Option<String>(name: .customLong(name), help: words)
    case .fallback(let value):
      Option<String>(wrappedValue: value, name: .customLong(name), help: words)
    case .optional: Option<String?>(name: .customLong(name), help: words)
    }
  }
}

extension SwitchParameter: OptionParameter {
  var option: Any {
    Flag<Bool>(wrappedValue: false, name: .customLong(name), help: "\(help)")
  }

  func decode(
    from container: KeyedDecodingContainer<ParameterKey>, into values: inout ParameterValues
  ) throws {
    values[self] = try container.decode(Flag<Bool>.self, forKey: key).wrappedValue
  }
}

extension ChoiceParameter: OptionParameter {
  var option: Any {
    if let allowed {
      return option(parsing: .next) { argument in
        let choice = Value(rawValue: argument)
        guard let choice, allowed.contains(where: { $0.rawValue == choice.rawValue }) else {
          let wanted = allowed.map(\.rawValue).joined(separator: " or ")
          throw ValidationError("--\(name): \(argument); expected \(wanted)")
        }
        return choice
      }
    }
    switch presence {
    case .required: return Option<Choice<Value>>(name: .customLong(name), help: words)
    case .fallback(let value):
      return Option<Choice<Value>>(
        wrappedValue: Choice(value: value), name: .customLong(name), help: words)
    case .optional: return Option<Choice<Value>?>(name: .customLong(name), help: words)
    }
  }

  func decode(
    from container: KeyedDecodingContainer<ParameterKey>, into values: inout ParameterValues
  ) throws {
    if allowed != nil {
      try decodeValue(from: container, into: &values)
    } else if case .optional = presence {
      let option = try container.decode(Option<Choice<Value>?>.self, forKey: key)
      if let choice = option.wrappedValue { values[self] = choice.value }
    } else {
      values[self] = try container.decode(Option<Choice<Value>>.self, forKey: key)
        .wrappedValue.value
    }
  }
}
