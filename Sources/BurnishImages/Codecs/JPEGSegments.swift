/// The marker segments of a JPEG file before its first scan. Each has a code and a body of up to 65533 bytes.
struct JPEGSegments {
  private let file: [UInt8]
  private let segments: [(code: UInt8, body: Range<Int>)]

  init(of file: [UInt8]) {
    self.file = file
    var segments: [(code: UInt8, body: Range<Int>)] = []
    var position = 2
    // A segment begins with FF, a code, and a length that counts itself. FF may be repeated.
    while position + 4 <= file.count, file[position] == 0xFF {
      let code = file[position + 1]
      if code == 0xFF {
        position += 1
        continue
      }
      if code == 0xDA || code == 0xD9 { break }
      let length = Int(file[position + 2]) << 8 | Int(file[position + 3])
      guard length >= 2, position + 2 + length <= file.count else { break }
      segments.append((code, position + 4..<position + 2 + length))
      position += 2 + length
    }
    self.segments = segments
  }

  /// The bytes after `name` in each application segment that begins with `name`.
  private func bodies(_ application: UInt8, _ name: String) -> [ArraySlice<UInt8>] {
    segments.lazy.filter { $0.code == 0xE0 + application }.map { file[$0.body] }
      .filter { $0.starts(with: name.utf8) }.map { $0.dropFirst(name.utf8.count) }
  }

  /// The EXIF orientation, 1...8, or 1 if the file has none.
  var orientation: Int {
    bodies(1, "Exif\0\0").first.map { TIFFStructure.orientation(ofExif: $0) } ?? 1
  }

  /// Describes other contents of the file, or `nil` if it holds only its image.
  ///
  /// A gain map brightens the image on other screens: Ultra HDR (in XMP) and ISO 21496-1 name it. An index (MPF,
  /// CIPA DC-007) lists other images of any kind.
  var otherImages: String? {
    let xmp = bodies(1, "http://ns.adobe.com/xap/1.0/\0")
    let hasGainMap =
      xmp.contains { Self.contains("hdrgm:Version", in: $0) }
      || !bodies(2, "urn:iso:std:iso:ts:21496:-1\0").isEmpty
    if hasGainMap { return "the file holds a gain map for bright screens, which is left out" }
    guard let count = bodies(2, "MPF\0").first.flatMap(Self.imageCount), count > 1 else {
      return nil
    }
    return "the file has \(count) images; the first is taken"
  }

  /// The number of images in an index, from tag 0xB001 of its directory.
  private static func imageCount(_ index: ArraySlice<UInt8>) -> Int? {
    guard let structure = TIFFStructure(index),
      let directory = structure.directory(at: structure.first)
    else { return nil }
    return structure.numbers(.numberOfImages, of: directory).first
  }

  private static func contains(_ text: String, in bytes: ArraySlice<UInt8>) -> Bool {
    let wanted = Array(text.utf8)
    return bytes.indices.contains { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
  }
}
