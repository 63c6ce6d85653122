#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file open for reading at any position.
///
/// Pipes and devices are rejected: they have no size to check against a limit, may never end, and cannot
/// be read twice.
package final class InputFile: Sendable {
  package let path: String
  /// In bytes.
  package let size: Int
  private let descriptor: Int32

  /// - Parameter wanted: the expected file, as a clause.
  /// - Throws: ``Failure`` of the kind `noInput` if the file does not exist, cannot be opened, or is not
  ///   regular.
  package init(reading path: String, wanted: String = "a readable file") throws(Failure) {
    guard !path.isEmpty else {
      throw Failure(.noInput, "an empty name", found: "names no file", wanted: wanted)
    }
    // Opening a pipe would wait for a writer.
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

  /// Reads `count` bytes from the byte `offset`. They must lie within the file's size.
  ///
  /// - Throws: ``Failure`` of the kind `inputOutput` if reading fails.
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
  /// - Parameter limit: the largest size in bytes; by default 8 GiB, which fits the largest image in the
  ///   widest format and its header.
  /// - Throws: the errors of ``init(reading:wanted:)`` and ``read(_:at:)``; `badData` if the file is too
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
