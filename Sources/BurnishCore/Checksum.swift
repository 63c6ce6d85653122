import CFiles

/// The checksum of zip archives and PNG chunks.
package enum Checksum {
  /// CRC-32 of ISO 3309, reflected, as in zip and PNG.
  package static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.withContiguousStorageIfAvailable { UInt32(burnish_crc32(0, $0.baseAddress, $0.count)) }
      ?? crc32(Array(bytes))
  }
}
