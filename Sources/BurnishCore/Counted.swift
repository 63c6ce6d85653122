/// A number and a noun for messages: "1 sample", "2 samples".
///
/// - Parameter noun: the singular of a noun with a plural in -s.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// A list of choices: `faces`, `x4 or x16`, `fdkn, bicubic, or guided`.
package func listed(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.joined() }
  let others = names.dropLast().joined(separator: ", ")
  return "\(others)\(names.count == 2 ? "" : ",") or \(last)"
}
