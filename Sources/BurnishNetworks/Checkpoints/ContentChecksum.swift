import CFiles

/// A checksum of all contents of a safetensors file, stored in its metadata, to detect flipped bits.
///
/// It is the CRC-32 of a text. The text has "NAME TYPE EXTENT,EXTENT CRC" for each tensor, in the order of names. Then
/// it has "KEY=VALUE" for each other text in the metadata, in the order of keys. A zero byte follows each entry. CRC is
/// the CRC-32 of the tensor's bytes. The positions of tensors do not matter, so other programs may rewrite the file.
struct ContentChecksum {
  /// The key in the metadata. The value has eight hexadecimal digits.
  static let key = "burnish.crc32"

  private var tensors: [(name: String, line: String)] = []

  /// - Parameter type: the format's name for the type, such as `F16`.
  mutating func add(_ name: String, type: String, shape: [Int], bytes: UnsafeRawBufferPointer) {
    let shape = shape.map(String.init).joined(separator: ",")
    tensors.append((name, "\(name) \(type) \(shape) \(Self.text(Self.sum(bytes)))"))
  }

  /// The checksum of the added tensors and of all metadata except the checksum.
  func value(with metadata: [String: String]) -> String {
    var bytes: [UInt8] = []
    func add(_ line: String) {
      bytes += line.utf8
      bytes.append(0)
    }
    for tensor in tensors.sorted(by: { Self.precedes($0.name, $1.name) }) { add(tensor.line) }
    for (key, value) in metadata.sorted(by: { Self.precedes($0.key, $1.key) }) where key != Self.key
    {
      add("\(key)=\(value)")
    }
    return Self.text(bytes.withUnsafeBytes(Self.sum))
  }

  private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    bytes.isEmpty ? 0 : burnish_crc32(0, bytes.baseAddress!, bytes.count)
  }

  private static func text(_ sum: UInt32) -> String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
