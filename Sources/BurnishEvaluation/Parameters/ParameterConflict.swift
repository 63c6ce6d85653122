/// A conflict between parameter values. Programs report it with their own spelling of the names.
public enum ParameterConflict: Error, Hashable {
  /// With this value of a parameter, the others have no effect.
  case unused([String], by: String, value: String)
  /// One of the needed parameters must be given; `found` describes the problem.
  case nothing(found: String, needed: [String])

  /// Describes the conflict in one line.
  ///
  /// - Parameter spelled: returns a parameter's spelling for users.
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
