import CFiles

/// A sum over all that a safetensors file holds, in its metadata, so that a flipped bit does not go unseen.
///
/// It is the CRC-32 of a text: for each tensor in the order of their names "NAME TYPE EXTENT,EXTENT CRC", and for each other
/// text in the metadata in the order of their keys "KEY=VALUE", each followed by a zero byte. CRC is the CRC-32 of the
/// tensor's bytes. It does not depend on where tensors lie, so that other programs may write the file anew.
struct ContentChecksum {
  /// The key in the metadata. The value has eight hexadecimal digits.
  static let key = "burnish.crc32"

  private var tensors: [(name: String, line: String)] = []

  /// - Parameter type: as the format names it: `F16`.
  mutating func add(_ name: String, type: String, shape: [Int], bytes: UnsafeRawBufferPointer) {
    let shape = shape.map(String.init).joined(separator: ",")
    tensors.append((name, "\(name) \(type) \(shape) \(Self.text(Self.sum(bytes)))"))
  }

  /// The sum of the tensors that were added and of all metadata but the sum itself.
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
