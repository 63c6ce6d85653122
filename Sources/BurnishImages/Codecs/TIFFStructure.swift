/// The directories of a TIFF file, or of a block of Exif data, which has the same structure.
///
/// Reads classic TIFF and BigTIFF in both byte orders. Each access is checked: numbers outside the bytes count as
/// missing.
struct TIFFStructure {
  /// The tags that are read.
  enum Tag: Int {
    case newSubfileType = 254
    case subfileType = 255
    case width = 256
    case height = 257
    case orientation = 274
    case samplesPerPixel = 277
    case subdirectories = 330
    case sampleFormat = 339
    /// GeoTIFF: the size of a pixel on the ground, a point of the ground, and the keys of the projection.
    case pixelScale = 33550
    case tiePoint = 33922
    case geoKeys = 34735
    /// GDAL: the number that marks missing samples, as text.
    case noData = 42113
    /// In the index of several images in a JPEG file.
    case numberOfImages = 0xB001
  }

  struct Directory {
    /// The position of this directory.
    let offset: Int
    /// The position of the next directory, or 0 after the last one.
    let next: Int
    fileprivate let entries: [Int: (type: Int, count: Int, place: Int)]

    func holds(_ tag: Tag) -> Bool { entries[tag.rawValue] != nil }
  }

  private let bytes: ArraySlice<UInt8>
  private let isBigEndian: Bool
  private let isBig: Bool
  /// The position of the first directory.
  let first: Int

  /// - Returns: `nil` for bytes that do not begin like TIFF.
  init?(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    guard bytes.count >= 8 else { return nil }
    switch (bytes[bytes.startIndex], bytes[bytes.startIndex + 1]) {
    case (0x49, 0x49): isBigEndian = false
    case (0x4D, 0x4D): isBigEndian = true
    default: return nil
    }
    let version = Self.number(bytes, 2, 2, isBigEndian)
    isBig = version == 43
    guard version == 42 || isBig,
      let first = Self.number(bytes, isBig ? 8 : 4, isBig ? 8 : 4, isBigEndian)
    else { return nil }
    self.first = first
  }

  /// - Returns: `nil` if there is no directory at this position.
  func directory(at offset: Int) -> Directory? {
    let (countSize, entrySize, wordSize) = isBig ? (8, 20, 8) : (2, 12, 4)
    // Real directories have at most about 100 tags.
    guard offset > 0, let count = number(offset, countSize), count <= 4096 else { return nil }
    var entries: [Int: (type: Int, count: Int, place: Int)] = [:]
    for index in 0..<count {
      let place = offset + countSize + index * entrySize
      guard let tag = number(place, 2), let type = number(place + 2, 2),
        let length = number(place + 4, wordSize)
      else { return nil }
      guard Tag(rawValue: tag) != nil, entries[tag] == nil, let size = Self.size(ofType: type)
      else { continue }
      let value = place + 4 + wordSize
      let (total, overflows) = length.multipliedReportingOverflow(by: size)
      guard !overflows, let start = total <= wordSize ? value : number(value, wordSize) else {
        continue
      }
      entries[tag] = (type, length, start)
    }
    let next = number(offset + countSize + count * entrySize, wordSize) ?? 0
    return Directory(offset: offset, next: next, entries: entries)
  }

  /// The first `limit` numbers of a tag, or an empty array if it is missing.
  func numbers(_ tag: Tag, of directory: Directory, limit: Int = 1) -> [Int] {
    guard let entry = directory.entries[tag.rawValue], let size = Self.size(ofType: entry.type)
    else { return [] }
    return (0..<min(entry.count, limit)).compactMap { number(entry.place + $0 * size, size) }
  }

  /// The text of a tag, up to its end or 64 characters, or `nil` if it is missing or not text.
  func text(_ tag: Tag, of directory: Directory) -> String? {
    guard let entry = directory.entries[tag.rawValue], entry.type == 2 else { return nil }
    let characters = numbers(tag, of: directory, limit: 64).prefix { $0 != 0 }
    return String(decoding: characters.map { UInt8($0) }, as: UTF8.self)
  }

  /// The EXIF orientation, or 1 if it is missing or invalid, as in every viewer.
  func orientation(of directory: Directory) -> Int {
    let value = numbers(.orientation, of: directory).first ?? 1
    return (1...8).contains(value) ? value : 1
  }

  /// The orientation in the first directory of a block of Exif data.
  static func orientation(ofExif bytes: ArraySlice<UInt8>) -> Int {
    guard let exif = TIFFStructure(bytes), let directory = exif.directory(at: exif.first) else {
      return 1
    }
    return exif.orientation(of: directory)
  }

  /// The size in bytes of BYTE, ASCII, SHORT, LONG, IFD, DOUBLE, LONG8 and IFD8. For a DOUBLE, only its position is
  /// used.
  private static func size(ofType type: Int) -> Int? {
    switch type {
    case 1, 2: 1
    case 3: 2
    case 4, 13: 4
    case 12, 16, 18: 8
    default: nil
    }
  }

  private func number(_ place: Int, _ size: Int) -> Int? {
    Self.number(bytes, place, size, isBigEndian)
  }

  /// A number of `size` bytes, `place` bytes after the start, or `nil` beyond the end or from 2^62 on.
  private static func number(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ size: Int, _ isBigEndian: Bool
  ) -> Int? {
    guard place >= 0, place <= bytes.count - size else { return nil }
    let digits = bytes[bytes.startIndex + place..<bytes.startIndex + place + size]
    let value =
      isBigEndian
      ? digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      : digits.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return value < 1 << 62 ? Int(value) : nil
  }
}
