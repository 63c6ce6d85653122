/// Reads a range of a file's bytes in order and never past its end.
package struct ByteReader {
  package let file: ForeignFile
  package let bytes: [UInt8]
  /// The index of the next byte.
  package private(set) var offset: Int
  package let end: Int

  package init(_ bytes: [UInt8], of file: ForeignFile) {
    self.init(file: file, bytes: bytes, range: 0..<bytes.count)
  }

  private init(file: ForeignFile, bytes: [UInt8], range: Range<Int>) {
    self.file = file
    self.bytes = bytes
    (offset, end) = (range.lowerBound, range.upperBound)
  }

  package var remaining: Int { end - offset }
  package var isAtEnd: Bool { offset == end }

  /// The bytes that are left.
  package var rest: [UInt8] {
    // All bytes need no copy.
    remaining == bytes.count ? bytes : Array(bytes[offset..<end])
  }

  /// The next `count` bytes.
  ///
  /// - Parameter what: a description of the bytes for error messages.
  /// - Throws: ``Failure`` if fewer are left.
  package mutating func take(_ count: Int, _ what: String) throws(Failure) -> Range<Int> {
    guard count >= 0, count <= remaining else {
      throw file.damaged("\(what) takes \(count) bytes, but only \(remaining) follow")
    }
    defer { offset += count }
    return offset..<offset + count
  }

  /// Moves to a position counted from the file's start.
  package mutating func move(to place: Int, _ what: String) throws(Failure) {
    guard (0...end).contains(place) else {
      throw file.damaged("\(what) would lie at byte \(place) of \(end)")
    }
    offset = place
  }

  /// A reader of the next `count` bytes.
  package mutating func part(_ count: Int, _ what: String) throws(Failure) -> ByteReader {
    ByteReader(file: file, bytes: bytes, range: try take(count, what))
  }

  package mutating func byte(_ what: String) throws(Failure) -> UInt8 {
    bytes[try take(1, what).lowerBound]
  }

  /// An unsigned number with its lowest byte first.
  package mutating func littleEndian<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, _ what: String
  ) throws(Failure) -> Number {
    bytes[try take(MemoryLayout<Number>.size, what)].reversed().reduce(0) { $0 << 8 | Number($1) }
  }

  /// A size or count of up to 8 bytes, lowest byte first.
  package mutating func size<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, _ what: String
  ) throws(Failure) -> Int {
    let number = try littleEndian(type, what)
    guard let size = Int(exactly: number) else {
      throw file.damaged("\(what) is \(number)")
    }
    return size
  }

  /// `count` bytes of UTF-8.
  package mutating func text(_ count: Int, _ what: String) throws(Failure) -> String {
    let range = try take(count, what)
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw file.damaged("\(what) is not UTF-8")
    }
    return text
  }

  /// The text up to the next line feed, which is skipped.
  package mutating func line(_ what: String) throws(Failure) -> String {
    guard let length = bytes[offset..<end].firstIndex(of: 0x0A).map({ $0 - offset }) else {
      throw file.damaged("\(what) does not end")
    }
    let line = try text(length, what)
    offset += 1
    return line
  }

  /// Calls `body` with the bytes of a range that this reader returned.
  package func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
