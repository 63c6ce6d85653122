extension StringProtocol {
  /// The text as one line that does nothing to a terminal: names and contents of files may hold any characters.
  ///
  /// Ends of lines become spaces. Other control characters, and those that change the direction of what is written
  /// after them, become U+FFFD, so that it shows that they are there. A byte of a name that is no UTF-8 is shown as `\xFC`.
  public var printable: String {
    let single = split(whereSeparator: \.isNewline).joined(separator: " ")
    var shown = String.UnicodeScalarView()
    for scalar in single.unicodeScalars {
      if let byte = FileName.byte(of: scalar) {
        shown.append(contentsOf: "\\x\(String(byte, radix: 16, uppercase: true))".unicodeScalars)
      } else {
        let isHarmful = scalar.properties.generalCategory == .control || turnsText(scalar)
        shown.append(isHarmful ? "\u{FFFD}" : scalar)
      }
    }
    return String(shown)
  }
}

/// Whether text after the character may be shown in another order: embeddings, overrides, and isolates.
private func turnsText(_ scalar: Unicode.Scalar) -> Bool {
  (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
