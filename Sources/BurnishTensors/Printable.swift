extension StringProtocol {
  /// The text as one line that does nothing to a terminal: names and contents of files may hold any characters.
  ///
  /// Ends of lines become spaces. Other control characters, and those that change the direction of what is written
  /// after them, become U+FFFD, so that it shows that they are there.
  public var printable: String {
    let single = split(whereSeparator: \.isNewline).joined(separator: " ")
    let scalars = single.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control || turnsText(scalar) ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}

/// Whether text after the character may be shown in another order: embeddings, overrides, and isolates.
private func turnsText(_ scalar: Unicode.Scalar) -> Bool {
  (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}
