import BurnishCore
import Foundation

/// Arrays that another library computed, read from files that a script in `Scripts/golden` wrote.
///
/// The tests have these readers for themselves. They support only what the scripts write.
public enum GoldenArrays {
  /// Reads an `.npy` file of version 1 or 2 with little-endian samples in C order.
  public static func npy(_ url: URL) throws -> ReferenceTensor {
    let data = try Data(contentsOf: url)
    guard data.count > 12, data.prefix(6) == Data([0x93] + "NUMPY".utf8) else {
      throw Failure(.badData, url.path, found: "no .npy header")
    }
    let isFirstVersion = data[6] == 1
    let start = isFirstVersion ? 10 : 12
    let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(data[$1]) }
    let header = String(decoding: data[start..<start + length], as: UTF8.self)
    guard
      let type = header.firstMatch(of: /'descr': *'([^']*)'/)?.1,
      let extents = header.firstMatch(of: /'shape': *\(([^)]*)\)/)?.1,
      header.contains("'fortran_order': False")
    else { throw Failure(.badData, url.path, found: "the header \(header)") }
    let shape = extents.split(separator: ",").compactMap { Int($0.filter(\.isNumber)) }
    return try array(
      data[(start + length)...], type: String(type), shape: shape, name: url.path)
  }

  /// Reads every array of a `.safetensors` file.
  public static func safetensors(_ url: URL) throws -> [String: ReferenceTensor] {
    struct Entry: Decodable {
      // The metadata has neither.
      let dtype: String?
      let shape, data_offsets: [Int]?
    }
    let data = try Data(contentsOf: url)
    guard data.count >= 8 else { throw Failure(.badData, url.path, found: "\(data.count) bytes") }
    let length = (0..<8).reversed().reduce(0) { $0 << 8 | Int(data[$1]) }
    let entries = try JSONDecoder().decode([String: Entry].self, from: data[8..<8 + length])
    return try entries.reduce(into: [:]) { result, item in
      let (name, entry) = item
      guard name != "__metadata__" else { return }
      guard let type = entry.dtype, let shape = entry.shape, let offsets = entry.data_offsets else {
        throw Failure(.badData, url.path, found: "no array of the name \(name)")
      }
      let range = 8 + length + offsets[0]..<8 + length + offsets[1]
      result[name] = try array(data[range], type: type, shape: shape, name: name)
    }
  }

  private static func array(
    _ bytes: Data, type: String, shape: [Int], name: String
  ) throws -> ReferenceTensor {
    func decoded<Sample>(_: Sample.Type, _ convert: (Sample) -> Double) -> [Double] {
      let size = MemoryLayout<Sample>.size
      return bytes.withUnsafeBytes { bytes in
        (0..<bytes.count / size).map {
          convert(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Sample.self))
        }
      }
    }
    let values: [Double]
    switch type {
    case "<f4", "F32": values = decoded(Float.self, Double.init)
    case "<f8", "F64": values = decoded(Double.self) { $0 }
    case "<i4", "I32": values = decoded(Int32.self, Double.init)
    case "<i8", "I64": values = decoded(Int64.self, Double.init)
    case "<u2", "U16": values = decoded(UInt16.self, Double.init)
    case "|u1", "U8": values = decoded(UInt8.self, Double.init)
    default: throw Failure(.badData, name, found: "samples of type \(type)")
    }
    guard values.count == shape.reduce(1, *) else {
      throw Failure(.badData, name, found: "\(values.count) values for the shape \(shape)")
    }
    return ReferenceTensor(shape: shape, values: values)
  }
}
