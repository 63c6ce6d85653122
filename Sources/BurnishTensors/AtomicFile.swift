#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that come into being whole or not at all.
public enum AtomicFile {
  /// Writes `bytes` under a temporary name in the folder of `path` and renames the file when it is
  /// complete.
  ///
  /// Whatever stood under `path` stays as it was until then, and stays for good when writing fails;
  /// the temporary file is removed. A link is followed. A pipe or device is written directly, as it
  /// cannot be replaced.
  /// - Throws: `Failure` of the kind `cannotCreate` when no file can be made there, `inputOutput`
  ///   when writing breaks off.
  public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let status = try writableStatus(of: path)
    if let status, status.st_mode & S_IFMT != S_IFREG { return try writeDirectly(bytes, to: path) }
    let target = resolved(path)
    let (temporary, descriptor) = try temporaryFile(beside: target, for: path)
    var complete = false
    defer { if !complete { unlink(temporary) } }
    do {
      defer { close(descriptor) }
      try writeAll(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
        throw Failure(.inputOutput, path, found: errorText(errno, "cannot be written"))
      }
      if let status { fchmod(descriptor, status.st_mode & 0o7777) }
    }
    guard rename(temporary, target) == 0 else {
      throw Failure(.cannotCreate, path, found: errorText(errno, "cannot be replaced"))
    }
    complete = true
  }

  /// Sees that ``write(_:to:)`` can begin, before the work whose result it is to write: a temporary
  /// file is made in the folder and taken away again.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` when no file can be made there.
  package static func check(_ path: String) throws(Failure) {
    let status = try writableStatus(of: path)
    if let status, status.st_mode & S_IFMT != S_IFREG { return }
    let (temporary, descriptor) = try temporaryFile(beside: resolved(path), for: path)
    close(descriptor)
    unlink(temporary)
  }

  /// Sees that a folder can be written into, or be made, with all that is missing above it.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` when no file can be made there.
  package static func check(folder path: String) throws(Failure) {
    var folder = path.isEmpty ? "." : path
    var status = stat()
    while stat(folder, &status) != 0, errno == ENOENT, folder != ".", folder != "/" {
      let above = folder.lastIndex(of: "/").map { folder[..<$0] } ?? "."
      folder = above.isEmpty ? "/" : String(above)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw Failure(
        .cannotCreate, path, found: "\(folder) is no folder", wanted: "a folder, or a new name")
    }
    let (temporary, descriptor) = try temporaryFile(beside: folder + "/", for: path)
    close(descriptor)
    unlink(temporary)
  }

  /// What is there under a name that is to be written, if anything is.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` for a folder and for what must not be written.
  private static func writableStatus(of path: String) throws(Failure) -> stat? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw Failure(.cannotCreate, path, found: "a directory", wanted: "the name of a file")
    }
    // Renaming would replace even a file that must not be written.
    guard access(path, W_OK) == 0 else {
      throw Failure(
        .cannotCreate, path, found: errorText(errno, "cannot be written"),
        wanted: "a writable file")
    }
    return status
  }

  /// The file that a link stands for, be it there or not, so that the file is replaced and not the link.
  private static func resolved(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    var target = path
    // As many links as a kernel follows in one name.
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let length = readlink(target, &buffer, buffer.count)
      guard length > 0 else { return target }
      let next = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    return target
  }

  private static func temporaryFile(
    beside target: String, for path: String
  ) throws(Failure) -> (name: String, descriptor: Int32) {
    let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
    for _ in 0..<100 {
      let name = "\(folder).burnish-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
      // The mode leaves the permissions to the umask, as for any file that a program makes.
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (name, descriptor) }
      let code = errno
      guard code == EEXIST else {
        // Folders such as /proc say so too, of files that they do not take.
        let isMissing = code == ENOENT && access(folder.isEmpty ? "." : String(folder), F_OK) != 0
        let found =
          isMissing
          ? "the folder does not exist"
          : code == ENOENT ? "the folder takes no files" : errorText(code, "cannot be created")
        throw Failure(.cannotCreate, path, found: found, wanted: "a writable folder")
      }
    }
    throw Failure(.cannotCreate, path, found: "no free temporary name in its folder")
  }

  private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path, found: errorText(errno, "cannot be opened"))
    }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, path)
  }

  private static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(Failure) {
    let failure = bytes.withUnsafeBytes { buffer -> Int32 in
      var start = 0
      while start < buffer.count {
        let count = writeOnce(descriptor, buffer.baseAddress! + start, buffer.count - start)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        start += count
      }
      return 0
    }
    if failure != 0 {
      throw Failure(.inputOutput, path, found: errorText(failure, "cannot be written"))
    }
  }
}

/// The system's `write`, which the method of that name hides.
private func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
