#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Locks a folder for one process until the value is destroyed or the process ends for any reason.
///
/// The lock applies to the folder itself, so it leaves no file behind. It stops only processes that also ask for it.
/// On file systems without locks it stops nobody.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// - Parameter user: a description of the program that may be using the folder.
  /// - Throws: ``Failure`` of the kind `busy` if another process holds the lock, `cannotCreate` if the folder
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
