#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension AtomicFile {
  /// Overwrites a file in place, because it has several names or cannot be replaced.
  ///
  /// - Parameters:
  ///   - bytes: the new contents.
  ///   - temporary: a temporary file with the same contents, or `nil` if none could be made.
  ///   - path: the name for error messages.
  static func writeOver(
    _ target: String, _ bytes: [UInt8], keeping temporary: TemporaryFile?, for path: String
  ) throws(Failure) {
    let descriptor = openFile(target, O_WRONLY)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path, found: errorText(errno, "cannot be replaced"))
    }
    defer { close(descriptor) }
    var code = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    if code == 0, uninterrupted({ ftruncate(descriptor, off_t(bytes.count)) }) != 0 { code = errno }
    if code == 0 { code = synchronize(descriptor) }
    guard code != 0 else { return }
    let found = errorText(code, "cannot be written")
    let rescued = temporary ?? rescue(bytes)
    guard let rescued, case .success(let name) = rescued.named() else {
      throw Failure(.inputOutput, path, found: "\(found); the file is incomplete")
    }
    rescued.keep()
    throw Failure(
      .inputOutput, path,
      found: "\(found); the file is incomplete, and the whole result is in \(name)")
  }

  /// Saves the contents in the folder for temporary files.
  private static func rescue(_ bytes: [UInt8]) -> TemporaryFile? {
    let folder = getenv("TMPDIR").map { FileName.text(UnsafePointer($0)) } ?? "/tmp"
    guard case .success(let file) = TemporaryFile.made(beside: folder + "/"),
      bytes.withUnsafeBytes({ writeAll($0, to: file.descriptor) }) == 0,
      synchronize(file.descriptor) == 0
    else { return nil }
    return file
  }

  /// Flushes the new name to the disk if the system can flush folders.
  static func synchronizeFolder(of target: String, for path: String) throws(Failure) {
    let descriptor = openFile(FileSystem.folder(of: target), O_RDONLY | O_DIRECTORY)
    // A folder can accept files and still not be readable.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let code = synchronize(descriptor)
    if code != 0 {
      throw Failure(
        .inputOutput, path,
        found: errorText(code, "the file is there, but its folder cannot be written to the disk"))
    }
  }

  /// Whether the folder accepts no new files. Its existing files may still be writable.
  static func isForbidden(_ error: SystemError) -> Bool {
    [EACCES, EPERM, EROFS].contains(error.code)
  }

  /// The failure for a file that cannot be created beside `target`.
  static func cannotMake(_ error: SystemError, _ target: String, for path: String) -> Failure {
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    // Folders such as /proc also report ENOENT for files that they do not accept.
    let found =
      switch error.code {
      case ENOENT where !FileSystem.exists(folder): "the folder does not exist"
      case ENOENT: "the folder takes no files"
      case EEXIST: "no free temporary name in its folder"
      default: errorText(error.code, "cannot be created")
      }
    return Failure(.cannotCreate, path, found: found, wanted: "a writable folder")
  }
}
