#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files that come into being whole or not at all.
public enum AtomicFile {
  /// Writes `bytes` into a file without a name, or with a temporary one, in the folder of `path`, and gives it the name
  /// when it is complete.
  ///
  /// Whatever stood under `path` stays as it was until then, and stays for good when writing fails; nothing else is left
  /// behind. A link is followed. A pipe or device is written directly, as it cannot be replaced. A file that has several
  /// names keeps them, and so does one that cannot be replaced, such as a mount: these are written over when the new file
  /// is complete, and if that fails midway the new file is kept and the failure names it.
  /// - Throws: `Failure` of the kind `cannotCreate` when no file can be made there, `inputOutput`
  ///   when writing breaks off.
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
      // A file system may have files without names and yet no way to name them.
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

  /// Sees that ``write(_:to:)`` can begin, before the work whose result it is to write: a temporary
  /// file is made in the folder and taken away again.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` when no file can be made there.
  package static func check(_ path: String) throws(Failure) {
    let status = try writableStatus(of: path)
    if let status, !isRegular(status) { return }
    let target = resolved(path)
    guard case .failure(let error) = TemporaryFile.made(beside: target) else { return }
    guard status != nil, isForbidden(error) else { throw cannotMake(error, target, for: path) }
  }

  /// Sees that a folder can be written into, or be made, with all that is missing above it.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` when no file can be made there.
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

  /// What is there under a name that is to be written, if anything is.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` for a folder, for what must not be written, and for names that can
  ///   never be.
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
    // Renaming would replace even a file that must not be written.
    guard FileName.withBytes(of: path, { access($0, W_OK) }) == 0 else {
      throw Failure(
        .cannotCreate, path, found: errorText(errno, "cannot be written"),
        wanted: "a writable file")
    }
    return status
  }

  private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

  /// The file that a link stands for, be it there or not, so that the file is replaced and not the link.
  private static func resolved(_ path: String) -> String {
    if let real = FileSystem.resolved(path) { return real }
    var target = path
    // As many links as a kernel follows in one name.
    for _ in 0..<40 {
      guard let next = FileSystem.target(ofLink: target) else { return target }
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    return target
  }

  /// Writes, and gives the file the owner and the permissions of the one that it replaces, as far as that is allowed.
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
