#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes files completely or not at all.
public enum AtomicFile {
  /// Writes `bytes` to a temporary file in the folder of `path` and renames it to `path` when it is complete.
  ///
  /// The temporary file has no name if the system supports that. Until the rename, the old file stays as it was. If
  /// writing fails, the old file stays and no other file is left. A link is followed. A pipe or device cannot be
  /// replaced, so it is written directly. A file with several names keeps them, and a file that cannot be replaced,
  /// such as a mount, keeps its place. Both are overwritten when the new file is complete. If that fails midway, the
  /// new file is kept and the failure names it.
  /// - Throws: `Failure` of the kind `cannotCreate` if no file can be created there, `inputOutput`
  ///   if writing fails midway.
  public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let status = try writableStatus(of: path)
    if let status, !isRegular(status) { return try writeDirectly(bytes, to: path) }
    let target = resolved(path)
    let temporary: TemporaryFile
    switch TemporaryFile.made(beside: target) {
    case .success(let file): temporary = file
    case .failure(let error):
      guard status != nil, isForbidden(error) else { throw cannotMake(error, target, for: path) }
      return try writeOver(target, bytes, keeping: nil, for: path)
    }
    try fill(temporary, bytes, like: status, for: path)
    if let status, status.st_nlink > 1 {
      return try writeOver(target, bytes, keeping: temporary, for: path)
    }
    var code = temporary.rename(to: target)
    if code != 0, temporary.isNameless,
      case .success(let named) = TemporaryFile.made(beside: target, isNameless: false)
    {
      // Some file systems can create files without names but cannot name them later.
      try fill(named, bytes, like: status, for: path)
      code = named.rename(to: target)
      if code != 0, status != nil {
        return try writeOver(target, bytes, keeping: named, for: path)
      }
    }
    guard code == 0 else {
      guard status != nil else {
        throw Failure(.cannotCreate, path, found: errorText(code, "cannot be created"))
      }
      return try writeOver(target, bytes, keeping: temporary, for: path)
    }
    try synchronizeFolder(of: target, for: path)
  }

  /// Checks that ``write(_:to:)`` can begin, before the work that makes the result. It creates a temporary file in the
  /// folder and removes it.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` if no file can be created there.
  package static func check(_ path: String) throws(Failure) {
    let status = try writableStatus(of: path)
    if let status, !isRegular(status) { return }
    let target = resolved(path)
    guard case .failure(let error) = TemporaryFile.made(beside: target) else { return }
    guard status != nil, isForbidden(error) else { throw cannotMake(error, target, for: path) }
  }

  /// Checks that a folder is writable, or that it can be created with its missing parents.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` if no file can be created there.
  package static func check(folder path: String) throws(Failure) {
    var folder = path.isEmpty ? "." : path
    while !FileSystem.exists(folder), errno == ENOENT, folder != ".", folder != "/" {
      folder = FileSystem.folder(of: folder)
    }
    guard FileSystem.isFolder(folder) else {
      throw Failure(
        .cannotCreate, path, found: "\(folder) is no folder", wanted: "a folder, or a new name")
    }
    if case .failure(let error) = TemporaryFile.made(beside: folder + "/") {
      throw cannotMake(error, folder + "/", for: path)
    }
  }

  /// The status of the file to write, or `nil` if it does not exist.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` for folders, files without write permission, and impossible
  ///   names.
  private static func writableStatus(of path: String) throws(Failure) -> stat? {
    guard let status = FileSystem.status(of: path) else {
      switch errno {
      case ENAMETOOLONG:
        throw Failure(
          .cannotCreate, path, found: "a name that is too long for the file system",
          wanted: "a shorter one")
      case ELOOP:
        throw Failure(
          .cannotCreate, path, found: "a link that leads back to itself", wanted: "another name")
      default: return nil
      }
    }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw Failure(.cannotCreate, path, found: "a directory", wanted: "the name of a file")
    }
    // Renaming would replace even a file without write permission.
    guard FileName.withBytes(of: path, { access($0, W_OK) }) == 0 else {
      throw Failure(
        .cannotCreate, path, found: errorText(errno, "cannot be written"),
        wanted: "a writable file")
    }
    return status
  }

  private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

  /// The file that a link points to, even if it does not exist. Writing replaces this file and not the link.
  private static func resolved(_ path: String) -> String {
    if let real = FileSystem.resolved(path) { return real }
    var target = path
    // A kernel follows this many links in one name.
    for _ in 0..<40 {
      guard let next = FileSystem.target(ofLink: target) else { return target }
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    return target
  }

  /// Writes the bytes and copies the owner and permissions of the replaced file as far as the system allows.
  private static func fill(
    _ file: TemporaryFile, _ bytes: [UInt8], like status: stat?, for path: String
  ) throws(Failure) {
    var code = bytes.withUnsafeBytes { writeAll($0, to: file.descriptor) }
    if code == 0 { code = synchronize(file.descriptor) }
    guard code == 0 else {
      throw Failure(.inputOutput, path, found: errorText(code, "cannot be written"))
    }
    guard let status else { return }
    _ = fchown(file.descriptor, status.st_uid, status.st_gid)
    fchmod(file.descriptor, status.st_mode & 0o7777)
  }

  private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(Failure) {
    let descriptor = openFile(path, O_WRONLY)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path, found: errorText(errno, "cannot be opened"))
    }
    defer { close(descriptor) }
    let code = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    if code != 0 {
      throw Failure(.inputOutput, path, found: errorText(code, "cannot be written"))
    }
  }
}
