/// The storage format of a tensor's samples in a file, by the names of the safetensors format. All
/// formats are little-endian.
package enum StoredElement: String, CaseIterable, Sendable {
  case float64 = "F64"
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint64 = "U64"
  case uint32 = "U32"
  case uint16 = "U16"
  case uint8 = "U8"
  case bool = "BOOL"

  /// The size of a sample in bytes.
  package var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// Converts stored samples to `Float`. Values that it cannot hold are rounded to nearest.
  ///
  /// - Parameters:
  ///   - bytes: ``size`` bytes for each of `samples`.
  ///   - samples: receives all converted samples.
  package func decode(
    _ bytes: UnsafeRawBufferPointer, into samples: UnsafeMutableBufferPointer<Float>
  ) {
    func convert<Stored: FixedWidthInteger>(_: Stored.Type, _ convert: (Stored) -> Float) {
      for index in samples.indices {
        let stored = bytes.loadUnaligned(
          fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
        samples[index] = convert(Stored(littleEndian: stored))
      }
    }
    switch self {
    case .float64: convert(UInt64.self) { Float(Double(bitPattern: $0)) }
    case .float32: convert(UInt32.self) { Float(bitPattern: $0) }
    case .float16: convert(UInt16.self) { HalfPrecision.float(binary16: $0) }
    case .bfloat16: convert(UInt16.self) { HalfPrecision.float(bfloat16: $0) }
    case .int64: convert(Int64.self) { Float($0) }
    case .int32: convert(Int32.self) { Float($0) }
    case .int16: convert(Int16.self) { Float($0) }
    case .int8: convert(Int8.self) { Float($0) }
    case .uint64: convert(UInt64.self) { Float($0) }
    case .uint32: convert(UInt32.self) { Float($0) }
    case .uint16: convert(UInt16.self) { Float($0) }
    case .uint8: convert(UInt8.self) { Float($0) }
    case .bool: convert(UInt8.self) { $0 == 0 ? 0 : 1 }
    }
  }
}
