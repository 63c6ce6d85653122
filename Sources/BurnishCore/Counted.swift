/// A number and a noun for messages: "1 sample", "2 samples".
///
/// - Parameter noun: the singular of a noun with a plural in -s.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// The end of a list of choices: `bicubic, or guided`.
package func listed(_ names: [String]) -> String {
  (names.dropLast() + names.suffix(1).map { "or \($0)" }).joined(separator: ", ")
}
