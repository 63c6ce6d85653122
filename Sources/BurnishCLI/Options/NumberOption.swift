import ArgumentParser
import Burnish
import BurnishCore

/// Reads an option's number, as its `transform`. The error message says what was found and what is valid.
///
/// Parse the option `.unconditional`, so that a text that begins with a minus is its value and not another option.
/// - Parameters:
///   - option: the option's name, with dashes.
///   - limits: the valid numbers.
/// - Returns: A function that throws `ValidationError`.
func number<Number: LosslessStringConvertible & SendableMetatype>(
  of option: String, _ limits: NumberLimits<Number>
) -> @Sendable (String) throws -> Number {
  { argument in
    let number = Number(argument)
    if let number, limits.allows(number) { return number }
    let found = number == nil ? "\"\(argument)\"" : argument
    throw ValidationError("\(option): \(found); expected \(limits.wanted)")
  }
}

/// Reads a number.
///
/// - Parameters:
///   - wanted: a description of the valid numbers.
///   - isAllowed: whether a number is valid.
func number<Number: LosslessStringConvertible & Sendable>(
  of option: String, _ wanted: String, where isAllowed: @escaping @Sendable (Number) -> Bool
) -> @Sendable (String) throws -> Number {
  number(of: option, NumberLimits(wanted, allows: isAllowed))
}

/// Reads a whole number in a range.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, .whole(range))
}

/// Reads a whole number with a lower limit.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: PartialRangeFrom<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, .whole(range))
}

/// Reads a number in a range.
///
/// - Parameter none: whether 0 is also valid, as "none".
func number(
  of option: String, in range: ClosedRange<Double>, orNone none: Bool = false
) -> @Sendable (String) throws -> Double {
  number(of: option, .real(range, orNone: none))
}
