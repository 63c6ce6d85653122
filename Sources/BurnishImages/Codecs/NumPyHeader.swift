/// The header of a `.npy` file: a literal of a Python dictionary with three known keys.
///
/// NumPy's documentation of `numpy.lib.format` describes it.
struct NumPyHeader {
  /// The type in NumPy's notation: byte order, kind and size, such as "<f4".
  var type: String
  var isFortranOrder: Bool
  var shape: [Int]
  /// The position where the samples begin.
  var end: Int

  /// The array without a leading axis of one before three others, which batches of networks have.
  var withoutBatchAxis: NumPyHeader {
    guard shape.count == 4, shape[0] == 1 else { return self }
    var header = self
    header.shape.removeFirst()
    return header
  }

  /// - Returns: the header, or `nil` and a description of the problem.
  static func parse(_ bytes: [UInt8]) -> (header: NumPyHeader?, problem: String) {
    guard bytes.count >= 10 else { return (nil, "the .npy header is cut off") }
    let lengthBytes = bytes[6] >= 2 ? 4 : 2
    guard (1...3).contains(bytes[6]) else {
      return (nil, ".npy format version \(bytes[6]).\(bytes[7])")
    }
    guard bytes.count >= 8 + lengthBytes else { return (nil, "the .npy header is cut off") }
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthBytes
    guard length <= bytes.count - start else { return (nil, "the .npy header is cut off") }
    var scanner = Scanner(bytes: bytes[start..<start + length])
    guard let header = scanner.header(end: start + length) else {
      return (nil, "a .npy header that cannot be understood, or a type with fields")
    }
    return (header, "")
  }

  /// Reads the few kinds of literals in such a header.
  private struct Scanner {
    var bytes: ArraySlice<UInt8>

    mutating func header(end: Int) -> NumPyHeader? {
      var (type, order, shape): (String?, Bool?, [Int]?)
      guard take("{") else { return nil }
      while !take("}") {
        guard let key = string(), take(":") else { return nil }
        switch key {
        case "descr": type = string()
        case "fortran_order": order = take("True") ? true : take("False") ? false : nil
        case "shape": shape = tuple()
        default: return nil
        }
        guard take(",") || peek("}") else { return nil }
      }
      guard let type, let order, let shape else { return nil }
      return NumPyHeader(type: type, isFortranOrder: order, shape: shape, end: end)
    }

    private mutating func skipSpace() { bytes = bytes.drop(while: isPortableSpace) }

    private mutating func peek(_ text: String) -> Bool {
      skipSpace()
      return bytes.starts(with: text.utf8)
    }

    private mutating func take(_ text: String) -> Bool {
      guard peek(text) else { return false }
      bytes = bytes.dropFirst(text.utf8.count)
      return true
    }

    private mutating func string() -> String? {
      let quote = take("'") ? UInt8(ascii: "'") : take("\"") ? UInt8(ascii: "\"") : 0
      guard quote != 0, let end = bytes.firstIndex(of: quote) else { return nil }
      defer { bytes = bytes[(end + 1)...] }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }

    private mutating func tuple() -> [Int]? {
      guard take("(") else { return nil }
      var extents: [Int] = []
      while !take(")") {
        skipSpace()
        let digits = bytes.prefix { (48...57).contains($0) }
        guard let extent = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        extents.append(extent)
        bytes = bytes.dropFirst(digits.count)
        _ = take("L")
        guard take(",") || peek(")") else { return nil }
      }
      return extents
    }
  }
}
