import BurnishCore
import BurnishTensors
import CMatIO
import Foundation

/// The numeric arrays and texts of a MATLAB file by their paths, such as `net.layers{1}.weights{2}`.
struct MATLABFile {
  /// An array of numbers.
  struct Numbers {
    /// The extents in MATLAB's order, fastest first: rows, columns, …
    let extents: [Int]
    /// The numbers in MATLAB's order, with the shape `extents` reversed.
    let samples: Tensor
  }

  let file: ForeignFile
  private(set) var arrays: [String: Numbers] = [:]
  private(set) var texts: [String: String] = [:]
  /// The extents of other arrays, such as sparse and complex ones.
  private(set) var others: [String: [Int]] = [:]

  /// Reads a file in a separate process, using `CMatIO`.
  ///
  /// - Parameter size: the size of the file in bytes.
  /// - Throws: ``Failure``: `badData` if it is damaged or too large, `inputOutput` if no process can be created.
  init(_ file: ForeignFile, size: Int) throws(Failure) {
    self.file = file
    let bounds = burnish_mat_bounds_for(size)
    var records = burnish_mat_records()
    let status = FileName.withBytes(of: file.path) {
      burnish_read_mat($0, bounds, &records)
    }
    defer { free(records.bytes) }
    let message = withUnsafeBytes(of: records.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        .split(separator: " ").joined(separator: " ")
    }
    switch status {
    case BURNISH_MAT_OK: break
    case BURNISH_MAT_NO_PROCESS: throw Failure(.inputOutput, file.path, found: message)
    case BURNISH_MAT_TOO_LARGE:
      throw file.unsupported(
        "more than \(bounds.records) bytes of arrays, or nested too deeply",
        wanted: file.words)
    default:
      throw file.damaged(message.isEmpty ? "it is no MATLAB file" : "libmatio says \"\(message)\"")
    }
    try readRecords(Array(UnsafeBufferPointer(start: records.bytes, count: records.count)))
  }

  /// Reads the records, in the format that `CMatIO.h` describes.
  private mutating func readRecords(_ bytes: [UInt8]) throws(Failure) {
    var reader = ByteReader(bytes, of: file)
    while true {
      let kind = UInt32(try reader.byte("a record"))
      if kind == BURNISH_MAT_END.rawValue { return }
      let path = try reader.text(Int(try reader.native(UInt32.self)), "a name")
      var extents: [Int] = []
      for _ in 0..<(try reader.byte("a rank")) {
        extents.append(Int(clamping: try reader.native(UInt64.self)))
      }
      switch kind {
      case BURNISH_MAT_NUMBERS.rawValue:
        let count = try file.count(of: extents, limit: reader.remaining / 4, "\"\(path)\"")
        let range = try reader.take(4 * count, "\"\(path)\"")
        let samples = Tensor(shape: extents.reversed()) { samples in
          reader.withBytes(range) { UnsafeMutableRawBufferPointer(samples).copyMemory(from: $0) }
        }
        arrays[path] = Numbers(extents: extents, samples: samples)
      case BURNISH_MAT_TEXT.rawValue:
        let count = try file.count(of: extents, limit: reader.remaining, "\"\(path)\"")
        texts[path] = try reader.text(count, "\"\(path)\"")
      default: others[path] = extents
      }
    }
  }

  /// Describes an array that is not the expected matrix of real numbers, or `nil` if the path does not exist.
  func words(for path: String) -> String? {
    func size(_ extents: [Int]) -> String { extents.map(String.init).joined(separator: "x") }
    if let numbers = arrays[path] {
      return "\"\(path)\", an array of \(size(numbers.extents)) numbers"
    }
    if texts[path] != nil { return "\"\(path)\", a text" }
    return others[path].map { extents in
      "\"\(path)\", \(size(extents)), which is sparse or complex or has no numbers"
    }
  }
}

extension ByteReader {
  /// Reads a number in the byte order of the machine, which the reading process uses.
  fileprivate mutating func native<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type
  ) throws(Failure) -> Number {
    Number(littleEndian: try littleEndian(type, "a record"))
  }
}
