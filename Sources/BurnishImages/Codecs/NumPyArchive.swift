import BurnishCore

/// NumPy's `.npz`: a zip archive of arrays, of which one is read where it holds one alone.
///
/// Members are stored or deflated, as `numpy.savez` and `numpy.savez_compressed` write them.
enum NumPyArchive {
  /// The bytes of the `.npy` file in an archive; bytes that are no archive stay as they are.
  ///
  /// - Throws: `Failure` of the kind `badData` for an archive that is damaged, holds no array or several.
  static func array(in bytes: [UInt8], from path: String) throws(Failure) -> [UInt8] {
    guard ZipArchive.isArchive(bytes) else { return bytes }
    let file = ForeignFile(path: path, words: "a .npz file as NumPy writes it")
    let archive = try ZipArchive(ByteReader(bytes, of: file), needsChecksums: true)
    let arrays = archive.names.filter { $0.hasSuffix(".npy") }
    guard arrays.count == 1, let array = try archive.member(arrays[0]) else {
      let names = arrays.prefix(8).map { $0.dropLast(4) }.joined(separator: ", ")
      throw file.unsupported(
        arrays.isEmpty ? "an archive without arrays" : "\(arrays.count) arrays (\(names))",
        wanted: "a .npz file of one array, or a .npy file")
    }
    return array.rest
  }
}
