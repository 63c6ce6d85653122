import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Small input files for the program.
enum Samples {
  /// A depth map of 16x12 pixels in millimeters with two holes.
  static var depth: DepthMap {
    let values = (0..<192).map { index -> Float in
      let (row, column) = (index / 16, index % 16)
      return Float(1000 + column * 20 + row * 35)
    }
    var valid = [Float](repeating: 1, count: 192)
    valid[50] = 0
    valid[51] = 0
    return DepthMap(
      samples: Tensor(shape: [1, 1, 12, 16], values: values), unit: .millimeters,
      valid: Tensor(shape: [1, 1, 12, 16], values: valid))
  }

  static func guide(width: Int = 64, height: Int = 48, channels: Int = 3) -> Image {
    let count = channels * height * width
    return Image(
      samples: Tensor(
        shape: [1, channels, height, width],
        values: (0..<count).map { Float($0 * 37 % 101) / 100 }))
  }

  /// The colors of ``guide(width:height:channels:)`` with everything else that a file can hold: 16 bits, alpha, and a
  /// color profile.
  static var fullImage: Image {
    var image = guide()
    image.sampleFormat = .uint16
    image.alpha = Tensor(
      shape: [1, 1, 48, 64], values: (0..<48 * 64).map { Float($0 % 64) / 63 })
    image.colorProfile = [UInt8](repeating: 7, count: 200)
    return image
  }

  /// Writes `depth.png`, `guide.png`, and `guide.jpg`.
  static func write(to folder: URL) throws {
    try depth.write(to: folder.appendingPathComponent("depth.png").path)
    try guide().write(to: folder.appendingPathComponent("guide.png").path)
    try guide().write(to: folder.appendingPathComponent("guide.jpg").path)
  }

  /// Writes the first half of a file to another one.
  static func truncate(_ name: String, to other: String, in folder: URL) throws {
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    try data.prefix(data.count / 2).write(to: folder.appendingPathComponent(other))
  }

  /// Only the signature and the header of a 16-bit gray PNG.
  static func pngHeader(width: UInt32, height: UInt32) -> Data {
    func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }
    let chunk = Array("IHDR".utf8) + bytes(width) + bytes(height) + [16, 0, 0, 0, 0]
    return Data(
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + bytes(13) + chunk + bytes(crc(chunk)))
  }

  /// The checksum of PNG chunks (CRC-32 of ISO 3309).
  private static func crc(_ data: [UInt8]) -> UInt32 {
    ~data.reduce(UInt32.max) { value, byte in
      (0..<8).reduce(value ^ UInt32(byte)) { state, _ in
        state >> 1 ^ (state & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
  }

  /// A little-endian PFM file of one channel, with the lowest row first.
  static func pfm(_ values: [Float], width: Int) -> Data {
    var data = Data("Pf\n\(width) \(values.count / width)\n-1.0\n".utf8)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  /// A safetensors file with one tensor named "w" and this text as the model card.
  static func weights(card: String?) -> Data {
    var metadata = ""
    if let card {
      let quoted = try! JSONEncoder().encode(card)
      metadata = "\"__metadata__\":{\"burnish.card\":\(String(decoding: quoted, as: UTF8.self))},"
    }
    let header = Data(
      "{\(metadata)\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".utf8)
    let length = (0..<8).map { UInt8(header.count >> (8 * $0) & 0xFF) }
    return Data(length) + header + Data([0, 0, 128, 63])
  }
}
