import BurnishTensors

/// Middlebury's `.flo`: the float 202021.25, width and height as 32-bit integers, then the two
/// components of each vector as floats, row by row from the top; all little-endian. A component
/// above 1e9 says that the motion is not known.
///
/// Described at https://vision.middlebury.edu/flow/code/flow-code/README.txt.
extension FlowField {
  private static let signature: Float = 202021.25
  private static let headerBytes = 12
  /// What is written where the motion is not known.
  private static let unknown: Float = 1e10

  /// Whether a file's name ends as that of a flow field does.
  public static func isFlowFile(_ path: String) -> Bool { path.lowercased().hasSuffix(".flo") }

  /// Reads a `.flo` file.
  ///
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable, `badData` for one that
  ///   is no `.flo` file, truncated, too long, larger than ``ImageLimits/pixels`` or without a single
  ///   known vector; `inputOutput` when reading breaks off.
  public static func read(_ path: String) throws(Failure) -> FlowField {
    let bytes = try InputFile.contents(of: path)
    guard bytes.count >= headerBytes, word(bytes, 0) == signature.bitPattern else {
      throw Failure(
        .badData, path, found: "the file does not begin as a .flo file does",
        wanted: "the float 202021.25, width and height")
    }
    let width = Int(Int32(bitPattern: word(bytes, 1)))
    let height = Int(Int32(bitPattern: word(bytes, 2)))
    try ImageLimits.check(width, height, path)
    let present = bytes.count - headerBytes
    let area = width * height
    guard present == 8 * area else {
      throw Failure(
        .badData, path,
        found: "\(present) bytes of vectors: the file is "
          + (present < 8 * area ? "truncated" : "longer than it should be"),
        wanted: "\(8 * area) bytes for \(width)x\(height)")
    }
    let flow = FlowField(
      vectors: Tensor(shape: [1, 2, height, width]) { vectors in
        bytes.withUnsafeBytes { raw in
          for place in 0..<2 * area {
            let bits = raw.loadUnaligned(
              fromByteOffset: headerBytes + 4 * place, as: UInt32.self)
            vectors[place % 2 * area + place / 2] = Float(bitPattern: UInt32(littleEndian: bits))
          }
        }
      })
    if let valid = flow.valid, !valid.withUnsafeSamples({ $0.contains { $0 != 0 } }) {
      throw Failure(
        .badData, path, found: "not a single known vector", wanted: "components below 1e9")
    }
    return flow
  }

  /// Writes a `.flo` file; what is not known gets components of 1e10.
  ///
  /// - Throws: `Failure` as `AtomicFile.write`.
  public func write(to path: String) throws(Failure) {
    let area = width * height
    var words = [Self.signature.bitPattern, UInt32(width), UInt32(height)]
    words.reserveCapacity(words.count + 2 * area)
    let mask = valid?.values
    vectors.withUnsafeSamples { vectors in
      for pixel in 0..<area {
        let isKnown = mask.map { $0[pixel] != 0 } ?? true
        for component in 0..<2 {
          let value = isKnown ? vectors[component * area + pixel] : Self.unknown
          words.append(value.bitPattern)
        }
      }
    }
    let bytes = words.map(\.littleEndian).withUnsafeBytes { [UInt8]($0) }
    try AtomicFile.write(bytes, to: path)
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
  }
}
