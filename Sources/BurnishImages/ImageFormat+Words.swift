extension ImageFormat {
  /// What is written into a file, of which messages suggest endings.
  public enum Contents: Sendable {
    case gray, color, any
  }

  /// The endings to suggest for a file, as `.png, .tif or .npy`.
  ///
  /// - Parameters:
  ///   - contents: what the file is to hold.
  ///   - last: the word before the last one.
  ///   - isFine: which formats will do.
  public static func endings(
    for contents: Contents = .any, last: String = "or", where isFine: (ImageFormat) -> Bool
  ) -> String {
    let endings = all.filter(isFine).flatMap { format in
      let both =
        switch contents {
        case .gray: [format.grayEnding]
        case .color: [format.colorEnding]
        case .any: [format.colorEnding, format.grayEnding]
        }
      return both.count == 2 && both[0] == both[1] ? [both[0]] : both
    }
    return list(endings.map { ".\($0)" }, last: " \(last) ")
  }

  /// The formats that can be read, as helps list them: `PNG, JPEG, or TIFF`.
  public static var readable: String { list(all.flatMap(\.kinds), last: ", or ") }

  /// What a reader wants, for messages.
  static var wanted: String { "a \(list(all.flatMap(\.kinds), last: " or ")) file" }

  private static func list(_ words: [String], last: String) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + last + words[words.count - 1]
  }
}
