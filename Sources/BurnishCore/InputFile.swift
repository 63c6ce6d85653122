#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file open for reading at any place.
///
/// Pipes and devices are refused: they have no size to hold against a limit, may never end, and cannot
/// be read a second time.
package final class InputFile: Sendable {
  package let path: String
  /// In bytes.
  package let size: Int
  private let descriptor: Int32

  /// - Parameter wanted: what would do, as a clause.
  /// - Throws: ``Failure`` of the kind `noInput` for what does not exist, cannot be opened or is no
  ///   regular file.
  package init(reading path: String, wanted: String = "a readable file") throws(Failure) {
    guard !path.isEmpty else {
      throw Failure(.noInput, "an empty name", found: "names no file", wanted: wanted)
    }
    // Opening a pipe would wait for somebody to write into it.
    let descriptor = openFile(path, O_RDONLY | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(
        .noInput, path, found: errorText(errno, "cannot be opened"), wanted: wanted)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(
        .noInput, path, found: Self.words(for: status.st_mode & S_IFMT), wanted: "a regular file")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads `count` bytes from the byte `offset`; they must lie within the file's size.
  ///
  /// - Throws: ``Failure`` of the kind `inputOutput` where reading breaks off.
  package func read(_ count: Int, at offset: Int) throws(Failure) -> [UInt8] {
    var why: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
      while done < count, why == nil {
        let received = pread(
          descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
        if received < 0 && errno == EINTR { continue }
        if received > 0 {
          done += received
        } else {
          why = received == 0 ? "the file became shorter" : errorText(errno, "cannot be read")
        }
      }
    }
    if let why { throw Failure(.inputOutput, path, found: why) }
    return bytes
  }

  /// Reads a whole file.
  ///
  /// - Parameter limit: the most bytes that it may have; by default 8 GiB, the largest image in the
  ///   widest format and its header.
  /// - Throws: ``Failure`` as ``init(reading:wanted:)`` and ``read(_:at:)``; `badData` for what is too
  ///   large.
  package static func contents(of path: String, limit: Int = 1 << 33) throws(Failure) -> [UInt8] {
    let file = try InputFile(reading: path)
    guard file.size <= limit else {
      throw Failure(
        .badData, path, found: "a file of \(file.size) bytes", wanted: "\(limit) at most")
    }
    return try file.read(file.size, at: 0)
  }

  private static func words(for type: mode_t) -> String {
    switch type {
    case S_IFDIR: "a directory"
    case S_IFIFO: "a pipe"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFSOCK: "a socket"
    default: "something that is no file"
    }
  }
}
