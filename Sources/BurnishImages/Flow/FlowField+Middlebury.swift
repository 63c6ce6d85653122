import BurnishCore
import BurnishTensors

/// Middlebury's `.flo`: the float 202021.25, width and height as 32-bit integers, then the vectors.
///
/// The two components of each vector are floats, row by row from the top; all numbers are little-endian. A component
/// of 1e9 or more marks unknown motion. https://vision.middlebury.edu/flow/code/flow-code/README.txt describes the
/// format.
extension FlowField {
  private static let signature: Float = 202021.25
  private static let headerBytes = 12
  /// The component written for unknown motion.
  private static let unknownComponent: Float = 1e10

  init(middlebury bytes: [UInt8], _ path: String) throws(Failure) {
    guard bytes.count >= Self.headerBytes, Self.word(bytes, 0) == Self.signature.bitPattern else {
      throw Failure(
        .badData, path, found: "the file does not begin as a .flo file does",
        wanted: "the float 202021.25, width and height")
    }
    let width = Int(Int32(bitPattern: Self.word(bytes, 1)))
    let height = Int(Int32(bitPattern: Self.word(bytes, 2)))
    try ImageLimits.default.check(width, height, path)
    let present = bytes.count - Self.headerBytes
    let area = width * height
    guard present == 8 * area else {
      throw Failure(
        .badData, path,
        found: "\(present) bytes of vectors: the file is "
          + (present < 8 * area ? "truncated" : "longer than it should be"),
        wanted: "\(8 * area) bytes for \(width)x\(height)")
    }
    self.init(
      vectors: Tensor(shape: [1, 2, height, width]) { vectors in
        bytes.withUnsafeBytes { raw in
          for place in 0..<2 * area {
            let bits = raw.loadUnaligned(
              fromByteOffset: Self.headerBytes + 4 * place, as: UInt32.self)
            vectors[place % 2 * area + place / 2] = Float(bitPattern: UInt32(littleEndian: bits))
          }
        }
      })
  }

  func middlebury() -> [UInt8] {
    var words = [Self.signature.bitPattern, UInt32(width), UInt32(height)]
    words += interleaved(unknown: Self.unknownComponent).map(\.bitPattern)
    return words.map(\.littleEndian).withUnsafeBytes { [UInt8]($0) }
  }

  private static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }
  }

  /// The two components of each pixel next to each other, row by row.
  ///
  /// - Parameter unknown: the number for unknown components.
  func interleaved(unknown: Float) -> [Float] {
    let area = width * height
    let mask = valid?.values
    return vectors.withUnsafeSamples { vectors in
      (0..<2 * area).map { place in
        let isKnown = mask.map { $0[place / 2] != 0 } ?? true
        return isKnown ? vectors[place % 2 * area + place / 2] : unknown
      }
    }
  }
}
