import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing

@Suite struct BadInputTests {
  private func refusal(
    _ bytes: [UInt8], _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Failure? {
    try withTemporaryFolder { folder in
      let path = folder + "/" + name
      try store(bytes, path)
      let failure = failure({ _ = try Image.read(path) }, sourceLocation: sourceLocation)
      #expect(failure?.subject == path, sourceLocation: sourceLocation)
      #expect(failure?.description.contains("\n") == false, sourceLocation: sourceLocation)
      return failure
    }
  }

  @Test func missingFilesAndFolders() throws {
    #expect(failure { _ = try Image.read("/no/such/file.png") }?.kind == .noInput)
    let folder = failure { _ = try Image.read(golden("")) }
    #expect(folder?.kind == .noInput && folder?.found == "a directory")
  }

  @Test func textNamedPNG() throws {
    let failure = try refusal(Array("just a text\n".utf8), "a.png")
    #expect(failure?.kind == .badData)
    #expect(failure?.found == "the file is none of the known image formats, whatever its name")
  }

  @Test func emptyFile() throws {
    let failure = try refusal([], "a.png")
    #expect(failure?.kind == .badData && failure?.found == "an empty file")
  }

  /// A PNG file is cut off at any place, even after the last sample.
  @Test(arguments: ["png-rgb-16.png", "png-la-8.png"])
  func truncatedPNG(_ name: String) throws {
    let bytes = try load(golden(name))
    for count in [20, 40, bytes.count / 2, bytes.count - 20, bytes.count - 12] {
      let failure = try refusal(Array(bytes.prefix(count)), "a.png")
      #expect(failure?.kind == .badData, "\(count)")
      #expect(failure?.found == "the PNG data end too early: the file is truncated", "\(count)")
    }
  }

  @Test(arguments: ["jpeg-rgb.jpg", "jpeg-progressive.jpg", "jpeg-gray.jpg"])
  func truncatedJPEG(_ name: String) throws {
    let bytes = try load(golden(name))
    for count in [bytes.count / 2, bytes.count - 30, bytes.count - 4] {
      let failure = try refusal(Array(bytes.prefix(count)), "a.jpg")
      #expect(failure?.kind == .badData, "\(count)")
      #expect(failure?.found == "the JPEG data end too early: the file is truncated", "\(count)")
    }
  }

  @Test func truncatedTIFF() throws {
    for name in ["tiff-rgb-8.tif", "tiff-l-float-deflate.tif", "tiff-rgb-8-lzw.tif"] {
      let bytes = try load(golden(name))
      for count in [10, bytes.count / 2, bytes.count - 1] {
        // The missing end may be padding or a comment. In that case the samples must be right.
        try withTemporaryFolder { folder in
          try store(Array(bytes.prefix(count)), folder + "/a.tif")
          do {
            let image = try Image.read(folder + "/a.tif")
            #expect(
              image.samples.values == (try Image.read(golden(name))).samples.values, "\(name)")
          } catch let error as Failure {
            #expect(error.kind == .badData, "\(name), \(count)")
          }
        }
      }
    }
  }

  @Test func truncatedArray() throws {
    let bytes = try load(golden("numpy-f4.npy"))
    for count in [5, 9, 60, 128, bytes.count - 1] {
      #expect(try refusal(Array(bytes.prefix(count)), "a.npy")?.kind == .badData)
    }
  }

  /// Headers that claim 60000 x 60000 or 0 pixels.
  @Test func impossibleSizes() throws {
    for (size, found) in [(60000, "the header gives a size of 60000x60000"), (0, nil)] {
      var png = try load(golden("png-l-8.png"))
      for place in [16, 20] {
        png.replaceSubrange(place..<place + 4, with: [0, 0, UInt8(size >> 8), UInt8(size & 255)])
      }
      repairPNG(&png)
      let pngFailure = try refusal(png, "a.png")
      #expect(pngFailure?.kind == .badData)
      if let found { #expect(pngFailure?.found == found) }
      var jpeg = try load(golden("jpeg-gray.jpg"))
      let frame = try #require(
        jpeg.indices.first { jpeg[$0...].starts(with: [0xFF, 0xC0]) })
      for place in [5, 7] {
        jpeg.replaceSubrange(
          frame + place..<frame + place + 2, with: [UInt8(size >> 8), UInt8(size & 255)])
      }
      let jpegFailure = try refusal(jpeg, "a.jpg")
      #expect(jpegFailure?.kind == .badData)
      if let found { #expect(jpegFailure?.found == found) }
    }
    // The limit allows 16384 x 16384 pixels, but 76 bytes cannot hold them.
    var png = try load(golden("png-l-8.png"))
    for place in [16, 20] { png.replaceSubrange(place..<place + 4, with: [0, 0, 0x40, 0]) }
    repairPNG(&png)
    #expect(
      try refusal(png, "a.png")?.found
        == "the header gives a size of 16384x16384, which 76 bytes of file cannot hold")
  }

  @Test func samplesThatAreNotFinite() throws {
    let samples = Tensor(shape: [1, 1, 2, 3], values: [1, 2, 3, 4, .nan, 6])
    for name in ["a.pfm", "a.npy", "a.tif"] {
      try withTemporaryFolder { folder in
        let path = folder + "/" + name
        // Depth may have gaps, so writing them is allowed.
        try DepthMap(samples: samples, unit: .meters, invalidMarker: .nan).write(to: path)
        let refused = failure { _ = try Image.read(path) }
        #expect(refused?.kind == .badData)
        #expect(refused?.found == "NaN in column 1, row 1")
        #expect(try DepthMap.read(path).valid?.values == [1, 1, 1, 1, 0, 1])
        let strict = failure { _ = try DepthMap.read(path, nonFiniteIsInvalid: false) }
        #expect(strict?.kind == .badData && strict?.found == "NaN in column 1, row 1")
        #expect(
          failure { try Image(samples: samples).write(to: folder + "/b.png") }?.kind == .badData)
        #expect(try files(in: folder) == [name])
      }
    }
  }

  @Test func wishesThatAFormatCannotMeet() throws {
    let image = Image(samples: Tensor(zeros: [1, 3, 2, 2]), alpha: Tensor(zeros: [1, 1, 2, 2]))
    try withTemporaryFolder { folder in
      #expect(failure { try image.write(to: folder + "/a.jpg") }?.kind == .cannotCreate)
      #expect(failure { try image.write(to: folder + "/a.bmp") }?.kind == .usage)
      #expect(failure { try image.write(to: folder + "/a") }?.kind == .usage)
      #expect(failure { try image.write(to: folder + "/a.png", as: .float32) }?.kind == .usage)
      let left = try files(in: folder)
      #expect(left.isEmpty)
    }
  }
}

/// Writes the correct checksum into every chunk of a PNG file.
func repairPNG(_ bytes: inout [UInt8]) {
  var place = 8
  while place + 12 <= bytes.count {
    let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    guard length >= 0, place + 12 + length <= bytes.count else { return }
    var checksum: UInt32 = .max
    for byte in bytes[place + 4..<place + 8 + length] {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    checksum = ~checksum
    for index in 0..<4 {
      bytes[place + 8 + length + index] = UInt8(checksum >> (24 - 8 * UInt32(index)) & 255)
    }
    place += 12 + length
  }
}
