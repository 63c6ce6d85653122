import BurnishCore
import BurnishTensors

/// Reads and writes named tensors in the public safetensors format. A file has an 8-byte little-endian length, a
/// JSON header of that length, and the samples. The Python package `safetensors` uses the same format.
///
/// Source: <https://github.com/huggingface/safetensors>, README, "Format".
public enum Safetensors {
  /// The precision of stored samples.
  public enum Precision: Sendable, Hashable {
    case float32
    /// IEEE 754 binary16: 11 significant bits, up to 65504; values are rounded to nearest, ties to even.
    case float16
  }

  /// Reads every tensor of a file.
  ///
  /// It reads 16-, 32-, and 64-bit floats, integers, and booleans. Values that `Float` cannot hold are rounded
  /// to nearest.
  /// - Throws: a ``Failure`` that names the file: `noInput` if it cannot be opened, `badData` with the
  ///   reason if it is damaged, has a wrong checksum, or has another format, `inputOutput` if reading fails
  ///   midway.
  public static func read(
    _ path: String
  ) throws(Failure) -> (tensors: [String: Tensor], metadata: [String: String]) {
    let file = try SafetensorsFile(contentsOf: path)
    return (try file.tensors(), file.metadata)
  }

  /// Reads the metadata and the shapes of a file's tensors, but no samples.
  /// - Throws: the errors of ``read(_:)``.
  public static func readHeader(
    _ path: String
  ) throws(Failure) -> (shapes: [String: [Int]], metadata: [String: String]) {
    let file = try SafetensorsFile(contentsOf: path)
    return (file.shapes, file.metadata)
  }

  /// Writes tensors to a file. The file appears under its name when it is complete.
  ///
  /// Tensors are stored in the order of their names, so that equal contents give equal bytes.
  /// - Parameters:
  ///   - tensors: the tensors by name; no name may be `__metadata__`.
  ///   - metadata: texts by key, stored in the header with a checksum of the file's contents.
  ///   - path: the file; an existing file is replaced.
  ///   - precision: the precision of stored samples.
  /// - Throws: a ``Failure``: `cannotCreate` if the file cannot be created, `inputOutput` if writing
  ///   fails midway, `badData` if a finite sample is too large for the precision. No partial
  ///   file is left.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:], to path: String,
    precision: Precision = .float32
  ) throws(Failure) {
    try AtomicFile.write(
      encoded(tensors, metadata: metadata, precision: precision, path: path), to: path)
  }

  /// The bytes of the file that ``write(_:metadata:to:precision:)`` writes.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if a finite sample is too large for the precision.
  package static func encoded(
    _ tensors: [String: Tensor], metadata: [String: String], precision: Precision, path: String
  ) throws(Failure) -> [UInt8] {
    require(tensors["__metadata__"] == nil, "__metadata__ is no name for a tensor")
    let sorted = tensors.sorted { $0.key < $1.key }
    let (typeName, size) = precision == .float32 ? ("F32", 4) : ("F16", 2)
    var samples: [UInt8] = []
    samples.reserveCapacity(sorted.reduce(0) { $0 + $1.value.count * size })
    var checksum = ContentChecksum()
    var members: [String] = []
    for (name, tensor) in sorted {
      let start = samples.count
      switch precision {
      case .float32: tensor.appendBinary32(to: &samples)
      case .float16:
        guard tensor.appendBinary16(to: &samples) else {
          throw Failure(
            .badData, path, found: "a sample of the tensor \"\(name)\" is too large for 16 bits",
            wanted: "32-bit precision")
        }
      }
      let end = samples.count
      samples.withUnsafeBytes {
        checksum.add(
          name, type: typeName, shape: tensor.shape, bytes: .init(rebasing: $0[start...]))
      }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(JSONValue.quoted(name)):{\"dtype\":\"\(typeName)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(end)]}")
    }
    var metadata = metadata
    metadata[ContentChecksum.key] = checksum.value(with: metadata)
    let texts = metadata.sorted { $0.key < $1.key }.map {
      "\(JSONValue.quoted($0.key)):\(JSONValue.quoted($0.value))"
    }
    members.insert("\"__metadata__\":{\(texts.joined(separator: ","))}", at: 0)
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // Samples start at a multiple of 8 bytes, so that other programs can map them into memory.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + samples.count)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    bytes += samples
    return bytes
  }
}

extension Tensor {
  fileprivate func appendBinary32(to bytes: inout [UInt8]) {
    withUnsafeSamples { samples in
      #if _endian(little)
        bytes.append(contentsOf: UnsafeRawBufferPointer(samples))
      #else
        for sample in samples {
          withUnsafeBytes(of: sample.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
      #endif
    }
  }

  /// - Returns: whether every finite sample stayed finite.
  fileprivate func appendBinary16(to bytes: inout [UInt8]) -> Bool {
    withUnsafeSamples { samples in
      for sample in samples {
        let bits = HalfPrecision.binary16(sample)
        if sample.isFinite && bits & 0x7fff == 0x7c00 { return false }
        bytes.append(UInt8(truncatingIfNeeded: bits))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
      }
      return true
    }
  }
}
