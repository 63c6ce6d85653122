#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that one process works in, until the value is gone or the process ends, however it ends.
///
/// The lock lies on the folder itself, so that it leaves no file behind. Only those who ask for it are kept out. File
/// systems that know no locks keep nobody out.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// - Parameter user: what may be using the folder, in words.
  /// - Throws: ``Failure`` of the kind `busy` where another process has the folder, `cannotCreate` where it
  ///   cannot be opened.
  package static func taken(of folder: String, user: String) throws(Failure) -> FolderLock {
    let descriptor = openFile(folder, O_RDONLY | O_DIRECTORY)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, folder, found: errorText(errno, "cannot be opened"),
        wanted: "a folder that can be read")
    }
    let lock = FolderLock(descriptor: descriptor)
    guard uninterrupted({ flock(descriptor, LOCK_EX | LOCK_NB) }) != 0, errno == EWOULDBLOCK else {
      return lock
    }
    throw Failure(
      .busy, folder, found: "another \(user) is using the folder",
      wanted: "another folder, or the end of the other \(user)")
  }
}
