extension StringProtocol {
  /// The text as one line that is safe to print on a terminal. File names and contents may hold any characters.
  ///
  /// Line ends become spaces. Other control characters become a visible U+FFFD, and so do characters that change the
  /// direction of the text after them. A byte of a name that is not UTF-8 is shown as `\xFC`.
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

/// Whether the character can reorder the text after it: embeddings, overrides, and isolates.
private func turnsText(_ scalar: Unicode.Scalar) -> Bool {
  (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
