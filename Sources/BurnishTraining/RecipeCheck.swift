import BurnishCore

/// Checks of a recipe's values.
struct RecipeCheck {
  /// The recipe's file, named in errors.
  let path: String

  /// - Throws: ``Failure`` of the kind `badData`, with key and value, if `holds` is false.
  func callAsFunction(
    _ holds: Bool, _ key: String, _ value: Any, _ wanted: String
  ) throws(Failure) {
    if !holds { throw Failure(.badData, path, found: "\(key): \(value)", wanted: wanted) }
  }

  func number(
    _ value: Float, _ key: String, _ wanted: String, _ isInRange: (Float) -> Bool
  ) throws(Failure) {
    try self(value.isFinite && isInRange(value), key, value, wanted)
  }

  /// Checks a number that belongs to one choice only.
  ///
  /// - Parameters:
  ///   - choice: the recipe's choice.
  ///   - isOwned: whether the number belongs to `choice`.
  func number(
    _ value: Float?, _ key: String, _ wanted: String, for choice: some RawRepresentable<String>,
    _ isOwned: Bool, _ isInRange: (Float) -> Bool
  ) throws(Failure) {
    guard isOwned else {
      return try self(
        value == nil, key, value ?? 0, "no such key with \(choice.rawValue)")
    }
    guard let value else {
      throw Failure(
        .badData, path, found: "no key \(key)", wanted: "\(wanted), for \(choice.rawValue)")
    }
    try number(value, key, wanted, isInRange)
  }
}
