/// A number and a noun for messages: "1 sample", "2 samples".
///
/// - Parameter noun: the singular of a noun with a plural in -s.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
