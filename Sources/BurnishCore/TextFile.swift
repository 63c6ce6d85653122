/// Reads text in any of the common encodings.
///
/// - A byte order mark identifies UTF-8, UTF-16, or UTF-32, and is left out.
/// - Bytes with zeros are UTF-16 without a mark, because other text holds no zeros.
/// - Other bytes are UTF-8 if they are valid, and Latin-1 if not. In Latin-1, every byte is a character.
package enum TextFile {
  /// Reads a whole file.
  ///
  /// - Parameter limit: the largest size in bytes.
  /// - Throws: ``Failure`` as in `InputFile.contents(of:limit:)`.
  package static func contents(of path: String, limit: Int) throws(Failure) -> String {
    decoded(try InputFile.contents(of: path, limit: limit))
  }

  /// Decodes text from bytes.
  package static func decoded(_ bytes: [UInt8]) -> String {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(decoding: bytes.dropFirst(3), as: UTF8.self)
    }
    // This comes before UTF-16, whose mark is the beginning of this mark.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return utf32(bytes.dropFirst(4), isBig: false) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return utf32(bytes.dropFirst(4), isBig: true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBig: false) }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBig: true) }
    if let zero = bytes.firstIndex(of: 0), bytes.count % 2 == 0 {
      return utf16(bytes[...], isBig: zero % 2 == 0)
    }
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func utf32(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> String {
    let units = stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4).map { index in
      let four = bytes[index..<index + 4].map(UInt32.init)
      return (isBig ? four : four.reversed()).reduce(0) { $0 << 8 | $1 }
    }
    return String(decoding: units, as: UTF32.self)
  }
}

/// A piece of a file's text for messages: at most 40 characters in quotation marks. Characters that do not print are
/// shown as numbers.
package func quoted(_ text: some StringProtocol) -> String {
  var shown = ""
  for scalar in text.prefix(40).unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return "\"\(shown)\(text.count > 40 ? "…" : "")\""
}
