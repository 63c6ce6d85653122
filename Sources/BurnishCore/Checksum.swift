import CFiles

/// The checksum of zip archives and of chunks in PNG.
package enum Checksum {
  /// CRC-32 of ISO 3309, reflected, as zip and PNG have it.
  package static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.withContiguousStorageIfAvailable { UInt32(burnish_crc32(0, $0.baseAddress, $0.count)) }
      ?? crc32(Array(bytes))
  }
}
