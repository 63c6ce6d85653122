import CFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written where nobody looks, in the folder of the file that it will be.
///
/// Where the system has files without names, it is one, and a process that is killed leaves nothing behind. Elsewhere it
/// has a temporary name, which is removed with the value, and by signals that the program catches.
final class TemporaryFile {
  let descriptor: Int32
  /// Empty, or with a slash at its end.
  private let folder: String
  private(set) var name: String?

  private init(descriptor: Int32, folder: String, name: String?) {
    (self.descriptor, self.folder, self.name) = (descriptor, folder, name)
  }

  deinit {
    removeName()
    close(descriptor)
  }

  /// Whether it has no name so far.
  var isNameless: Bool { name == nil }

  /// Makes a file in the folder of `target`.
  ///
  /// - Parameter isNameless: whether it may be one without a name.
  /// - Returns: the file, or the system's number of what went wrong.
  static func made(
    beside target: String, isNameless: Bool = true
  ) -> Result<TemporaryFile, SystemError> {
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    if isNameless {
      let descriptor = FileName.withBytes(of: folder.isEmpty ? "." : folder) {
        burnish_open_nameless($0)
      }
      if descriptor >= 0 {
        return .success(TemporaryFile(descriptor: descriptor, folder: folder, name: nil))
      }
    }
    var code = EEXIST
    for _ in 0..<100 where code == EEXIST {
      let name = folder + newName()
      FileName.withBytes(of: name) { burnish_note_temporary($0) }
      // The mode leaves the permissions to the umask, as for any file that a program makes.
      let descriptor = openFile(name, O_RDWR | O_CREAT | O_EXCL, mode: 0o666)
      if descriptor >= 0 {
        return .success(TemporaryFile(descriptor: descriptor, folder: folder, name: name))
      }
      code = errno
      FileName.withBytes(of: name) { burnish_forget_temporary($0) }
    }
    return .failure(SystemError(code: code))
  }

  /// Gives the file a temporary name if it has none.
  ///
  /// - Returns: the name, or the system's number of what went wrong.
  func named() -> Result<String, SystemError> {
    if let name { return .success(name) }
    var code = EEXIST
    for _ in 0..<100 where code == EEXIST {
      let name = folder + Self.newName()
      let status = FileName.withBytes(of: name) { name in
        burnish_note_temporary(name)
        let status = burnish_name(descriptor, name)
        code = errno
        if status != 0 { burnish_forget_temporary(name) }
        return status
      }
      if status == 0 {
        self.name = name
        return .success(name)
      }
    }
    return .failure(SystemError(code: code))
  }

  /// Puts the file in the place of `target`, whatever stands there.
  ///
  /// - Returns: 0, or the system's number of what went wrong.
  func rename(to target: String) -> Int32 {
    // A name that nothing has needs no temporary one before.
    if isNameless, FileName.withBytes(of: target, { burnish_name(descriptor, $0) }) == 0 {
      return 0
    }
    switch named() {
    case .failure(let error): return error.code
    case .success(let name):
      let status = uninterrupted {
        FileName.withBytes(of: name) { name in
          FileName.withBytes(of: target) { renameFile(name, $0) }
        }
      }
      guard status == 0 else { return errno }
      keep()
      return 0
    }
  }

  /// Leaves the file under its name.
  func keep() {
    if let name { FileName.withBytes(of: name) { burnish_forget_temporary($0) } }
    name = nil
  }

  private func removeName() {
    guard let name else { return }
    FileSystem.remove(name)
    keep()
  }

  private static func newName() -> String {
    ".burnish-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
  }
}

/// The system's number of what went wrong.
struct SystemError: Error { let code: Int32 }

/// The system's `rename`, which the method of that name hides.
private func renameFile(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  rename(old, new)
}
