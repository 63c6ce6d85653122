import BurnishCore

/// The chunks of a PNG file: those read here, and the few that determine the samples.
///
/// Notes of any number and size, damaged or not, never stop an image from being read. The decoder gets only the
/// chunks that make up the image.
struct PNGChunks {
  /// The file without the notes, for a decoder.
  let image: [UInt8]
  let orientation: Int
  let description: ColorDescription
  /// The number of frames of an animation, or 1 for a still image.
  let frameCount: Int

  /// The ancillary chunks that are not notes: transparency and a color profile. Critical chunks are never notes.
  private static let kept: Set<String> = ["tRNS", "iCCP"]

  init(_ file: [UInt8]) {
    var image = Array(file.prefix(8))
    var (orientation, description, frameCount) = (1, ColorDescription(), 1)
    var position = 8
    while position + 12 <= file.count {
      let length = Self.number(file[position..<position + 4])
      guard length <= file.count - position - 12 else { break }
      let type = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
      let body = file[position + 8..<position + 8 + length]
      let whole = position..<position + 12 + length
      position = whole.upperBound
      if file[whole.lowerBound + 4] & 0x20 == 0 || Self.kept.contains(type) {
        image += file[whole]
        // Ignores everything after the end chunk.
        if type == "IEND" { break }
        continue
      }
      guard Self.read.contains(type), Self.isIntact(file[whole]) else { continue }
      switch type {
      case "eXIf": orientation = TIFFStructure.orientation(ofExif: body)
      case "acTL": frameCount = length == 8 ? max(1, Self.number(body.prefix(4))) : 1
      default: description.take(type, body)
      }
    }
    // If a chunk reaches beyond the end of the file, the decoder reports it, unless the image ended before.
    if position < file.count, !Self.isEnded(image) { image += file[position...] }
    self.image = image
    (self.orientation, self.description, self.frameCount) = (orientation, description, frameCount)
  }

  private static let read: Set<String> = ["eXIf", "acTL", "cICP", "sRGB", "gAMA", "cHRM"]

  private static func isEnded(_ image: [UInt8]) -> Bool {
    image.count >= 12 && image[(image.count - 8)...].starts(with: "IEND".utf8)
  }

  private static func isIntact(_ chunk: ArraySlice<UInt8>) -> Bool {
    UInt32(number(chunk.suffix(4))) == Checksum.crc32(chunk.dropFirst(4).dropLast(4))
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Inserts chunks after the header of a file.
  static func inserting(_ chunks: [(type: String, body: [UInt8])], into file: [UInt8]) -> [UInt8] {
    // The signature, and 25 bytes of IHDR.
    let inserted = chunks.flatMap { chunk in
      let content = Array(chunk.type.utf8) + chunk.body
      return bigEndian(UInt32(chunk.body.count)) + content
        + bigEndian(Checksum.crc32(content))
    }
    return Array(file.prefix(33)) + inserted + file.dropFirst(33)
  }

  static func bigEndian(_ number: UInt32) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian, Array.init)
  }
}

extension ColorDescription {
  /// Stores the contents of a chunk if they are valid.
  fileprivate mutating func take(_ type: String, _ body: ArraySlice<UInt8>) {
    let words = stride(from: body.startIndex, to: body.endIndex, by: 4).map { place in
      body[place..<min(place + 4, body.endIndex)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    switch (type, body.count) {
    case ("cICP", 4): codePoints = Array(body)
    case ("sRGB", 1) where body[body.startIndex] < 4: renderingIntent = body[body.startIndex]
    case ("gAMA", 4) where (1...UInt32(Int32.max)).contains(words[0]): gamma = words[0]
    case ("cHRM", 32) where words.allSatisfy({ $0 <= Int32.max }): chromaticities = words
    default: break
    }
  }

  /// The chunks that hold this description.
  var chunks: [(type: String, body: [UInt8])] {
    var chunks: [(type: String, body: [UInt8])] = []
    if let codePoints { chunks.append(("cICP", codePoints)) }
    if let renderingIntent { chunks.append(("sRGB", [renderingIntent])) }
    if let gamma { chunks.append(("gAMA", PNGChunks.bigEndian(gamma))) }
    if let chromaticities {
      chunks.append(("cHRM", chromaticities.flatMap(PNGChunks.bigEndian)))
    }
    return chunks
  }
}
