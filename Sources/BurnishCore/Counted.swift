/// A number with what is counted, as messages have it: "1 sample", "2 samples".
///
/// - Parameter noun: in the singular, with a plural in -s.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
