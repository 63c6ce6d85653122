import ArgumentParser
import Burnish
import BurnishCore

/// Reads the number that an option takes, as its `transform`; of anything else the message says what was found and
/// what would do.
///
/// The option is to be parsed `.unconditional`: what begins with a minus is its value as well then, and not an
/// option of its own.
/// - Parameters:
///   - option: its name, with dashes.
///   - limits: which numbers would do.
/// - Returns: a function that throws `ValidationError`.
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
///   - wanted: what would do, in words.
///   - isAllowed: whether a number would do.
func number<Number: LosslessStringConvertible & Sendable>(
  of option: String, _ wanted: String, where isAllowed: @escaping @Sendable (Number) -> Bool
) -> @Sendable (String) throws -> Number {
  number(of: option, NumberLimits(wanted, allows: isAllowed))
}

/// Reads a whole number of a range.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, .whole(range))
}

/// Reads a whole number of at least so much.
func number<Number: FixedWidthInteger & Sendable>(
  of option: String, in range: PartialRangeFrom<Number>
) -> @Sendable (String) throws -> Number {
  number(of: option, .whole(range))
}

/// Reads a number of a range.
///
/// - Parameter none: whether 0 stands for none at all and is allowed as well.
func number(
  of option: String, in range: ClosedRange<Double>, orNone none: Bool = false
) -> @Sendable (String) throws -> Double {
  number(of: option, .real(range, orNone: none))
}
