import CFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A hidden file in the folder of the file that it will become.
///
/// The file has no name if the system supports that, and a killed process leaves nothing behind. Otherwise it has a
/// temporary name. The value's `deinit` and the program's signal handlers remove that name.
final class TemporaryFile {
  let descriptor: Int32
  /// Empty, or a path that ends with a slash.
  private let folder: String
  private(set) var name: String?

  private init(descriptor: Int32, folder: String, name: String?) {
    (self.descriptor, self.folder, self.name) = (descriptor, folder, name)
  }

  deinit {
    removeName()
    close(descriptor)
  }

  /// Whether it has no name yet.
  var isNameless: Bool { name == nil }

  /// Makes a file in the folder of `target`.
  ///
  /// - Parameter isNameless: whether the file may have no name.
  /// - Returns: the file or the system's error number.
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
      // With this mode, the umask decides the permissions, as for any file that a program creates.
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
  /// - Returns: the name or the system's error number.
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

  /// Renames the file to `target` and replaces any file there.
  ///
  /// - Returns: 0 or the system's error number.
  func rename(to target: String) -> Int32 {
    // An unused name needs no temporary name first.
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

  /// Keeps the file under its name.
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

/// The system's error number.
struct SystemError: Error { let code: Int32 }

/// The system's `rename`, which the method of the same name hides.
private func renameFile(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
  rename(old, new)
}
