import BurnishCore
import BurnishTensors

/// Arrays of many channels in NumPy's `.npy`, such as another network's scores for each class.
public enum NumPyPlanes {
  /// Reads an array `[C, H, W]` or `[1, C, H, W]` of any number type. Integers keep their values.
  ///
  /// - Returns: `[1, C, H, W]`.
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable; `badData` for a file that is damaged,
  ///   truncated, of another shape, or holds NaN or infinities; `inputOutput` if reading breaks off.
  public static func read(_ path: String) throws(Failure) -> Tensor {
    let bytes = try NumPyArchive.array(in: InputFile.contents(of: path), from: path)
    guard ImageFormat(signatureOf: bytes) == NumPyCodec.format else {
      throw Failure(
        .badData, path, found: "the file is no .npy file, whatever its name",
        wanted: "a .npy file of an array [C, H, W]")
    }
    let image = try NumPyCodec.decodePlanes(bytes, from: path)
    let planes = image.planes(0..<image.channels, scaled: false)
    let area = image.width * image.height
    if let index = planes.withUnsafeSamples({ $0.firstIndex { !$0.isFinite } }) {
      throw Failure(
        .badData, path,
        found: "NaN or an infinity in channel \(index / area), column "
          + "\(index % image.width), row \(index % area / image.width)",
        wanted: "finite samples")
    }
    return planes
  }

  /// Whether a file is a `.npy` file of an array with three extents. `false` for an unreadable file.
  public static func isStack(_ path: String) -> Bool { extents(path)?.count == 3 }

  /// The extents of the array in a `.npy` file, or `nil` for an unreadable file.
  ///
  /// The result omits a leading axis of one before three others.
  public static func extents(_ path: String) -> [Int]? {
    // A header is shorter than 64 KiB.
    guard let file = try? InputFile(reading: path),
      var bytes = try? file.read(min(file.size, 1 << 16), at: 0)
    else { return nil }
    if ZipArchive.isArchive(bytes) {
      guard let array = try? NumPyArchive.array(in: InputFile.contents(of: path), from: path)
      else { return nil }
      bytes = array
    }
    return extents(of: bytes)
  }

  /// The extents of the array in the first bytes of a `.npy` file, like ``extents(_:)``.
  static func extents(of bytes: [UInt8]) -> [Int]? {
    guard ImageFormat(signatureOf: bytes) == NumPyCodec.format else { return nil }
    return NumPyHeader.parse(bytes).header?.withoutBatchAxis.shape
  }

  /// Writes `[1, C, H, W]` as an array `[C, H, W]` of 32-bit floating point.
  ///
  /// - Throws: `Failure`: `usage` for a name that does not end in `.npy`; the same as `AtomicFile.write` otherwise.
  public static func write(_ planes: Tensor, to path: String) throws(Failure) {
    require(
      planes.shape.count == 4 && planes.shape[0] == 1,
      "planes of shape \(planes.shape) are not [1, C, H, W]")
    guard ImageFormat(path: path) == NumPyCodec.format else {
      throw Failure(.usage, path, found: "a name that does not end in .npy", wanted: ".npy")
    }
    var bytes = NumPyCodec.header(type: "<f4", shape: Array(planes.shape.dropFirst()))
    bytes.reserveCapacity(bytes.count + 4 * planes.count)
    planes.values.map(\.bitPattern.littleEndian).withUnsafeBytes {
      bytes.append(contentsOf: $0)
    }
    try AtomicFile.write(bytes, to: path)
  }
}
