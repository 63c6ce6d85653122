import BurnishImages
import BurnishTensors

extension BlurKernel {
  /// Reads a kernel: a gray picture (PNG, TIFF, PGM, PFM), a `.npy` array `[h, w]`, or a text of numbers,
  /// a line for each row, in a file whose name ends in `.txt`.
  ///
  /// The levels of a picture are the weights. Numbers of a text are separated by spaces, tabs, commas or
  /// semicolons; empty lines, those that begin with # and a byte order mark do not count.
  /// - Throws: ``Failure`` as `Image.read` and ``init(_:subject:)``, and `badData` for a picture in
  ///   colour and a text that is no rectangle of numbers.
  public init(contentsOf path: String) throws(Failure) {
    let weights =
      path.lowercased().hasSuffix(".txt")
      ? try Self.weights(text: path) : try Self.weights(picture: path)
    try self.init(weights, subject: path)
  }

  // See `Crop.check`: Swift 6.3.1 miscompiles initialisers that throw when these are inlined.
  @inline(never)
  private static func weights(picture path: String) throws(Failure) -> Tensor {
    let picture = try Image.read(path)
    let planes = splitChannels(
      picture.samples, counts: Array(repeating: 1, count: picture.channels))
    guard planes.allSatisfy({ $0.values == planes[0].values }) else {
      throw Failure(.badData, path, found: "a picture in colour", wanted: "a kernel in gray")
    }
    return planes[0].reshaped(to: [picture.height, picture.width])
  }

  @inline(never)
  private static func weights(text path: String) throws(Failure) -> Tensor {
    let text = String(
      decoding: try InputFile.contents(of: path, limit: 1 << 24), as: UTF8.self)
    let lines = text.trimmingPrefix("\u{FEFF}").split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var values: [Float] = []
    var (rows, columns) = (0, 0)
    for (index, line) in lines.enumerated() {
      let words = line.split { $0.isWhitespace || $0 == "," || $0 == ";" }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      for word in words {
        guard let value = Float(word) else {
          throw Failure(
            .badData, path, found: "\"\(word)\" in line \(index + 1)", wanted: "numbers")
        }
        values.append(value)
      }
      if rows == 0 { columns = words.count }
      guard words.count == columns else {
        throw Failure(
          .badData, path, found: "\(words.count) numbers in line \(index + 1)",
          wanted: "\(columns) in each line, as in the first")
      }
      rows += 1
    }
    guard rows > 0 else {
      throw Failure(.badData, path, found: "no numbers", wanted: "a line of them for each row")
    }
    return Tensor(shape: [rows, columns], values: values)
  }
}
