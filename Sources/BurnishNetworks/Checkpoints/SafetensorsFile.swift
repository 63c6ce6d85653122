import BurnishCore
import BurnishTensors

/// An open safetensors file. Its header is read at once, and its samples on request.
package struct SafetensorsFile: Sendable {
  private let file: InputFile
  private let header: SafetensorsHeader
  /// The offset of the samples, in bytes.
  private let start: Int

  /// Texts by key from the header, without the checksum.
  package var metadata: [String: String] {
    header.metadata.filter { $0.key != ContentChecksum.key }
  }

  /// The shapes of the tensors by name.
  package var shapes: [String: [Int]] {
    Dictionary(uniqueKeysWithValues: header.entries.map { ($0.name, $0.shape) })
  }

  /// - Throws: a ``Failure`` that names the file: `noInput` if it cannot be opened, `badData` with the
  ///   reason if it is damaged or has another format, `inputOutput` if reading fails midway.
  package init(contentsOf path: String) throws(Failure) {
    file = try InputFile(reading: path, wanted: "a readable safetensors file")
    guard file.size >= 8 else {
      throw Failure(
        .badData, path, found: "the file has only \(file.size) bytes", wanted: "a safetensors file")
    }
    let digits = try file.read(8, at: 0)
    let length = digits.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(file.size - 8, SafetensorsHeader.longest)) else {
      throw Failure(
        .badData, path,
        found: "it announces a header of \(length) bytes in a file of \(file.size)",
        wanted: "a safetensors file")
    }
    start = 8 + Int(length)
    header = try SafetensorsHeader(
      parsing: try file.read(Int(length), at: 8), dataCount: file.size - start, path: path)
  }

  /// All tensors by name. Values that `Float` cannot hold are rounded to nearest.
  ///
  /// - Throws: ``Failure`` of the kind `inputOutput` if reading fails midway, `badData` if the file's checksum does not
  ///   match its contents.
  package func tensors() throws(Failure) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    var checksum = ContentChecksum()
    for entry in header.entries {
      let bytes = try file.read(entry.bytes.count, at: start + entry.bytes.lowerBound)
      tensors[entry.name] = Tensor(shape: entry.shape) { samples in
        bytes.withUnsafeBytes { entry.type.decode($0, into: samples) }
      }
      bytes.withUnsafeBytes {
        checksum.add(entry.name, type: entry.type.rawValue, shape: entry.shape, bytes: $0)
      }
    }
    // Files from other programs and old files have no checksum.
    if let expected = header.metadata[ContentChecksum.key],
      expected != checksum.value(with: header.metadata)
    {
      throw Failure(
        .badData, file.path, found: "the file is damaged: what it holds does not have its checksum",
        wanted: "an undamaged copy")
    }
    return tensors
  }
}
