import BurnishCore

extension RawImage {
  /// Reads a file of which one channel is wanted: a `.npy` array `[1, H, W]` is one whatever its extents, and all else is
  /// read as images are.
  ///
  /// - Throws: `Failure` as `Image.read`, but for NaN and infinities, which are not looked for.
  static func readPlane(_ path: String) throws(Failure) -> RawImage {
    guard let extents = NumPyPlanes.extents(path), extents.count == 3, extents[0] == 1 else {
      return try read(path)
    }
    let bytes = try NumPyArchive.array(in: InputFile.contents(of: path), from: path)
    return try NumPyCodec.decodePlane(bytes, from: path)
  }
}
