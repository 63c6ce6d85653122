/// Builds TIFF files tag by tag, to imitate the files of various writers.
struct TIFFBuilder {
  struct Directory {
    /// The values of each tag, of type 3 (SHORT) or 4 (LONG).
    var tags: [Int: (type: Int, values: [Int])]
    var strips: [[UInt8]]
    var subdirectories: [Directory] = []

    /// An 8-bit gray image of one level, in one strip.
    static func gray(
      _ width: Int, _ height: Int, level: UInt8, _ more: [Int: (type: Int, values: [Int])] = [:]
    ) -> Directory {
      let tags: [Int: (type: Int, values: [Int])] = [
        256: (4, [width]), 257: (4, [height]), 258: (3, [8]), 259: (3, [1]), 262: (3, [1]),
        277: (3, [1]), 278: (4, [height]),
      ]
      return Directory(
        tags: tags.merging(more) { $1 },
        strips: [[UInt8](repeating: level, count: width * height)])
    }
  }

  private var bytes: [UInt8]
  private let isBigEndian: Bool

  /// - Returns: the file's bytes.
  static func file(_ directories: [Directory], isBigEndian: Bool = false) -> [UInt8] {
    var builder = TIFFBuilder(isBigEndian: isBigEndian)
    var link = 4
    for directory in directories {
      let (place, next) = builder.add(directory)
      builder.put(place, 4, at: link)
      link = next
    }
    return builder.bytes
  }

  private init(isBigEndian: Bool) {
    self.isBigEndian = isBigEndian
    bytes = isBigEndian ? [0x4D, 0x4D] : [0x49, 0x49]
    bytes += number(42, 2) + [0, 0, 0, 0]
  }

  private func number(_ value: Int, _ size: Int) -> [UInt8] {
    let digits = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? digits.reversed() : digits
  }

  private mutating func put(_ value: Int, _ size: Int, at place: Int) {
    bytes.replaceSubrange(place..<place + size, with: number(value, size))
  }

  /// - Returns: the position of the directory, and the position of its link to the next one.
  private mutating func add(_ directory: Directory) -> (place: Int, next: Int) {
    var tags = directory.tags
    var places: [Int] = []
    for strip in directory.strips {
      places.append(bytes.count)
      bytes += strip
    }
    if tags[273] == nil { tags[273] = (4, places) }
    if tags[279] == nil { tags[279] = (4, directory.strips.map(\.count)) }
    if !directory.subdirectories.isEmpty {
      let subdirectories = directory.subdirectories.map { add($0).place }
      tags[330] = (4, subdirectories)
    }
    var entries: [UInt8] = []
    for tag in tags.keys.sorted() {
      let (type, values) = tags[tag]!
      let size = type == 3 ? 2 : 4
      var value = values.flatMap { number($0, size) }
      if value.count > 4 {
        let place = bytes.count
        bytes += value
        value = number(place, 4)
      }
      value += [UInt8](repeating: 0, count: 4 - value.count)
      entries += number(tag, 2) + number(type, 2) + number(values.count, 4) + value
    }
    if bytes.count % 2 == 1 { bytes.append(0) }
    let place = bytes.count
    bytes += number(tags.count, 2) + entries + [0, 0, 0, 0]
    return (place, bytes.count - 4)
  }
}
