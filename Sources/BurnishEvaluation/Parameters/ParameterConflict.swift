/// Values that make no sense together. A program says so in the names that its users know.
public enum ParameterConflict: Error, Hashable {
  /// With this value of a parameter the others have no effect.
  case unused([String], by: String, value: String)
  /// Nothing is to be done unless one of these parameters is given; `found` says so in words.
  case nothing(found: String, needed: [String])

  /// In one line.
  ///
  /// - Parameter spelled: how users write a parameter.
  public func description(_ spelled: (String) -> String) -> String {
    switch self {
    case .unused(let names, let parameter, let value):
      let unused = names.map { "no \(spelled($0))" }.joined(separator: " and ")
      return "\(spelled(parameter)) \(value): has \(unused)"
    case .nothing(let found, let needed):
      let words = needed.map(spelled)
      return "\(found); expected \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")"
    }
  }
}
