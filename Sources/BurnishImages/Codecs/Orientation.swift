/// The orientation tag of a JPEG file's EXIF part.
enum JPEGOrientation {
  /// The value of the tag, 1...8; 1 where there is none or it makes no sense, as every viewer takes
  /// it.
  static func orientation(of file: [UInt8]) -> Int {
    var position = 2
    // Markers before the first scan: FF, a code, and a length that counts itself.
    while position + 4 <= file.count, file[position] == 0xFF {
      let code = file[position + 1]
      if code == 0xFF {
        position += 1
        continue
      }
      if code == 0xDA || code == 0xD9 { break }
      let length = Int(file[position + 2]) << 8 | Int(file[position + 3])
      guard length >= 2, position + 2 + length <= file.count else { break }
      let body = file[position + 4..<position + 2 + length]
      if code == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) {
        return tag(of: Array(body.dropFirst(6)))
      }
      position += 2 + length
    }
    return 1
  }

  /// Looks up tag 0x0112 in the first directory of a TIFF structure.
  private static func tag(of bytes: [UInt8]) -> Int {
    guard bytes.count >= 8 else { return 1 }
    let isLittleEndian = bytes[0] == 0x49
    func number(_ position: Int, _ size: Int) -> Int? {
      guard position >= 0, position + size <= bytes.count else { return nil }
      let digits = bytes[position..<position + size]
      return (isLittleEndian ? Array(digits.reversed()) : Array(digits)).reduce(0) {
        $0 << 8 | Int($1)
      }
    }
    guard let directory = number(4, 4), let count = number(directory, 2) else { return 1 }
    for entry in 0..<count {
      let place = directory + 2 + entry * 12
      guard let tag = number(place, 2) else { return 1 }
      if tag == 0x0112, let value = number(place + 8, 2), (1...8).contains(value) { return value }
    }
    return 1
  }
}

extension RawPicture {
  /// The picture turned upright from an orientation as EXIF numbers it.
  func oriented(_ orientation: Int) -> RawPicture {
    guard (2...8).contains(orientation) else { return self }
    // Whether, to come from an upright place to the stored one, columns, rows and both are
    // exchanged.
    let isTransposed = orientation >= 5
    let mirrorsColumns = [2, 3, 7, 8].contains(orientation)
    let mirrorsRows = [3, 4, 6, 7].contains(orientation)
    var result = self
    if isTransposed { (result.width, result.height) = (height, width) }
    let (newWidth, newHeight) = (result.width, result.height)
    func rearranged<Sample>(_ values: [Sample]) -> [Sample] {
      Array(unsafeUninitializedCapacity: values.count) { target, count in
        var place = 0
        for y in 0..<newHeight {
          for x in 0..<newWidth {
            var (column, row) = isTransposed ? (y, x) : (x, y)
            if mirrorsColumns { column = width - 1 - column }
            if mirrorsRows { row = height - 1 - row }
            let source = (row * width + column) * channels
            for channel in 0..<channels {
              (target.baseAddress! + place).initialize(to: values[source + channel])
              place += 1
            }
          }
        }
        count = values.count
      }
    }
    switch samples {
    case .uint8(let values): result.samples = .uint8(rearranged(values))
    case .uint16(let values): result.samples = .uint16(rearranged(values))
    case .float32(let values): result.samples = .float32(rearranged(values))
    }
    return result
  }
}
