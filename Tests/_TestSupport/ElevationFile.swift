/// A little-endian TIFF with one channel in one strip, from TIFF 6.0 and GDAL's description of its tag.
///
/// - Parameters:
///   - width: the width in pixels.
///   - format: 1 unsigned, 2 signed, 3 floating point.
///   - noData: the text of GDAL's tag.
///   - scale: whether to include the size of a pixel on the ground.
public func elevationTIFF(
  _ samples: [UInt8], width: Int = 4, bits: Int, format: Int, noData: String? = nil,
  scale: Bool = false
) -> [UInt8] {
  func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(value >> (8 * $0) & 255) }
  }
  let rows = samples.count * 8 / bits / width
  var entries: [(tag: Int, kind: Int, count: Int, value: [UInt8])] = [
    (256, 3, 1, little(width, 2)), (257, 3, 1, little(rows, 2)), (258, 3, 1, little(bits, 2)),
    (259, 3, 1, little(1, 2)), (262, 3, 1, little(1, 2)), (273, 4, 1, little(8, 4)),
    (277, 3, 1, little(1, 2)), (278, 3, 1, little(rows, 2)),
    (279, 4, 1, little(samples.count, 4)),
    (339, 3, 1, little(format, 2)),
  ]
  if scale { entries.append((33550, 12, 3, [UInt8](repeating: 0, count: 24))) }
  if let noData { entries.append((42113, 2, noData.utf8.count + 1, Array(noData.utf8) + [0])) }
  var behind: [UInt8] = []
  let directory = 8 + samples.count
  let end = directory + 2 + 12 * entries.count + 4
  var bytes: [UInt8] =
    [0x49, 0x49, 42, 0] + little(directory, 4) + samples + little(entries.count, 2)
  for entry in entries {
    bytes += little(entry.tag, 2) + little(entry.kind, 2) + little(entry.count, 4)
    if entry.value.count <= 4 {
      bytes += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
    } else {
      bytes += little(end + behind.count, 4)
      behind += entry.value
    }
  }
  return bytes + [0, 0, 0, 0] + behind
}
