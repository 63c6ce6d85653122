import BurnishCore
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

@Suite struct ChecksumTests {
  private let tensors = [
    "b": Tensor(shape: [2, 3], values: [1, -2, 3, 0.5, 0, 8]), "a": Tensor(7),
  ]
  private let metadata = ["burnish.card": #"{"name":"x"}"#, "other": "ü"]

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func failure(_ bytes: [UInt8], at path: String) throws -> Failure? {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    do {
      _ = try Safetensors.read(path)
      return nil
    } catch { return error }
  }

  /// The checksum is Python's `zlib.crc32` of the text that `Training/gpu/checksum.py` makes from the same
  /// contents.
  @Test func theSumIsTheOneOfPython() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("w")
    try Safetensors.write(tensors, metadata: metadata, to: path)
    let text = String(decoding: try bytes(path), as: UTF8.self)
    #expect(text.contains(#""burnish.crc32":"c09b1012""#), "\(text)")
  }

  @Test(arguments: [Safetensors.Precision.float32, .float16])
  func noFlippedBitGoesUnseen(precision: Safetensors.Precision) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("w")
    try Safetensors.write(tensors, metadata: metadata, to: path, precision: precision)
    let whole = try bytes(path)
    #expect(try failure(whole, at: path) == nil)
    let length = Int(whole[0]) + Int(whole[1]) << 8
    let key = Array("burnish.crc32".utf8)
    let keyStart = try #require((0..<length).first { Array(whole[$0..<$0 + key.count]) == key })
    for place in 8..<whole.count {
      for bit in 0..<8 {
        var damaged = whole
        damaged[place] ^= 1 << bit
        let failure = try failure(damaged, at: path)
        // With a damaged key, the file counts as one without a checksum. Spaces in the header are only
        // padding.
        let isHarmless =
          (keyStart..<keyStart + key.count).contains(place)
          || place < 8 + length && whole[place] == 32
        #expect(failure?.kind == .badData || isHarmless, "bit \(bit) of byte \(place)")
        if place >= 8 + length { #expect(failure?.found.contains("checksum") == true) }
      }
    }
  }

  @Test func aFileWithoutASumIsRead() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("w")
    let header = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
    file += Array(header.utf8) + [0, 0, 128, 63]
    #expect(try failure(file, at: path) == nil)
    #expect(try Safetensors.read(path).tensors["a"]?.values == [1])
  }

  /// Other programs may store the tensors in a different order.
  @Test func theOrderInTheFileDoesNotCount() throws {
    let directory = try TemporaryDirectory()
    let (one, other) = (directory.file("one"), directory.file("other"))
    try Safetensors.write(["a": Tensor(1), "b": Tensor(2)], to: one)
    let text = String(decoding: try bytes(one), as: UTF8.self)
    let sum = try #require(text.firstMatch(of: /crc32":"([0-9a-f]{8})"/)).output.1
    let header =
      #"{"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[],"#
      + #""data_offsets":[4,8]},"__metadata__":{"burnish.crc32":""# + sum + #""}}"#
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
    file += Array(header.utf8) + [0, 0, 0, 64, 0, 0, 128, 63]
    #expect(try failure(file, at: other) == nil)
  }

  @Test func everyShippedFileHasOne() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Burnish/Weights").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".safetensors") }
    #expect(!names.isEmpty)
    for name in names {
      let path = "\(folder)/\(name)"
      let start = try bytes(path).prefix(1 << 20)
      #expect(String(decoding: start, as: UTF8.self).contains("burnish.crc32"), "\(name)")
      _ = try Safetensors.read(path)
    }
  }
}
