import BurnishCore

/// NumPy's `.npz`: a zip archive of arrays. Only archives of one array can be read.
///
/// `numpy.savez` stores the members; `numpy.savez_compressed` deflates them.
enum NumPyArchive {
  /// The bytes of the `.npy` file in an archive. Bytes that are not an archive are returned unchanged.
  ///
  /// - Parameter limits: whose ``ImageLimits/memory`` bounds the array.
  /// - Throws: `Failure` of the kind `badData` for an archive that is damaged or does not hold exactly one
  ///   array; `outOfMemory` for an array beyond the limit.
  static func array(
    in bytes: [UInt8], from path: String, limits: ImageLimits = .default
  ) throws(Failure) -> [UInt8] {
    guard ZipArchive.isArchive(bytes) else { return bytes }
    let file = ForeignFile(path: path, words: "a .npz file as NumPy writes it")
    let archive = try ZipArchive(ByteReader(bytes, of: file), needsChecksums: true)
    let arrays = archive.names.filter { $0.hasSuffix(".npy") }
    if arrays.count == 1, let size = archive.size(of: arrays[0]), size > limits.usableMemory {
      throw Failure(
        .outOfMemory, path, found: "an array of \(size) bytes",
        wanted: "a smaller image, or more memory")
    }
    guard arrays.count == 1, let array = try archive.member(arrays[0]) else {
      let names = arrays.prefix(8).map { $0.dropLast(4) }.joined(separator: ", ")
      throw file.unsupported(
        arrays.isEmpty ? "an archive without arrays" : "\(arrays.count) arrays (\(names))",
        wanted: "a .npz file of one array, or a .npy file")
    }
    return array.rest
  }
}
