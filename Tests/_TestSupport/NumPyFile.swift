/// The bytes of an `.npy` file of any type and shape, including those that the library's writers do not make.
///
/// - Parameters:
///   - type: NumPy's name for the little-endian type, such as "<i4".
///   - shape: any number of extents.
///   - values: the samples in C order.
public func npyFile<Sample>(type: String, shape: [Int], _ values: [Sample]) -> [UInt8] {
  let extents = shape.map(String.init).joined(separator: ", ")
  let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents),), }"
  let padding = String(repeating: " ", count: 117 - header.utf8.count) + "\n"
  var bytes: [UInt8] =
    [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array((header + padding).utf8)
  values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  return bytes
}
