import ArgumentParser
import Burnish

/// Reads the number that an option takes, as its `transform`; of anything else the message says what was found and
/// what would do.
///
/// The option is to be parsed `.unconditional`: what begins with a minus is its value as well then, and not an
/// option of its own.
/// - Parameters:
///   - option: its name, with dashes.
///   - wanted: what would do, in words.
///   - isAllowed: whether a number would do.
/// - Returns: a function that throws `ValidationError`.
func number<Number: LosslessStringConvertible & SendableMetatype>(
  of option: String, _ wanted: String, where isAllowed: @escaping @Sendable (Number) -> Bool
) -> @Sendable (String) throws -> Number {
  { argument in
    let number = Number(argument)
    if let number, isAllowed(number) { return number }
    let found = number == nil ? "\"\(argument)\"" : argument
    throw ValidationError("\(option): \(found); expected \(wanted)")
  }
}

/// Reads a whole number of a range.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, "a whole number in \(range)") { range.contains($0) }
}

/// Reads a whole number of at least so much.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: PartialRangeFrom<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, "a whole number of \(range.lowerBound) or more") { range.contains($0) }
}

/// Reads a number of a range.
///
/// - Parameter none: whether 0 stands for none at all and is allowed as well.
func number(
  of option: String, in range: ClosedRange<Double>, orNone none: Bool = false
) -> @Sendable (String) throws -> Double {
  number(of: option, "a number in \(range.text)" + (none ? ", or 0 for none" : "")) {
    range.contains($0) || (none && $0 == 0)
  }
}
