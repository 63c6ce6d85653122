import BurnishCore

extension RawImage {
  /// Reads a file of one channel: a `.npy` array `[1, H, W]` of any extents, or any image.
  ///
  /// - Throws: the same `Failure` as `Image.read`, but accepts NaN and infinities.
  static func readPlane(_ path: String) throws(Failure) -> RawImage {
    guard let extents = NumPyPlanes.extents(path), extents.count == 3, extents[0] == 1 else {
      return try read(path)
    }
    let bytes = try NumPyArchive.array(in: InputFile.contents(of: path), from: path)
    return try NumPyCodec.decodePlane(bytes, from: path)
  }
}
