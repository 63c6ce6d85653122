#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that grows at its end.
package final class AppendedFile: Sendable {
  private let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    (self.path, self.descriptor) = (path, descriptor)
  }

  deinit { close(descriptor) }

  /// Creates or replaces the file and opens it.
  ///
  /// - Throws: the errors of ``AtomicFile/write(_:to:)``.
  package static func beginning(
    with text: String, at path: String
  ) throws(Failure) -> AppendedFile {
    try AtomicFile.write(Array(text.utf8), to: path)
    let descriptor = openFile(path, O_WRONLY | O_APPEND)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path, found: errorText(errno, "cannot be opened"))
    }
    return AppendedFile(path: path, descriptor: descriptor)
  }

  /// - Throws: ``Failure`` of the kind `inputOutput`.
  package func append(_ text: String) throws(Failure) {
    let code = Array(text.utf8).withUnsafeBytes { writeAll($0, to: descriptor) }
    if code != 0 {
      throw Failure(
        .inputOutput, path, found: errorText(code, "cannot be written"), wanted: "free space")
    }
  }
}
