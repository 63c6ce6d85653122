import CFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks up files by name and composes names.
///
/// Foundation does the same, but only for names in UTF-8.
package enum FileSystem {
  /// The status of a file; links are followed.
  package static func status(of path: String) -> stat? {
    var status = stat()
    return FileName.withBytes(of: path) { stat($0, &status) } == 0 ? status : nil
  }

  /// Whether the name exists, even as a link to nothing.
  package static func holdsName(_ path: String) -> Bool {
    var status = stat()
    return FileName.withBytes(of: path) { lstat($0, &status) } == 0
  }

  package static func exists(_ path: String) -> Bool { status(of: path) != nil }

  package static func isFolder(_ path: String) -> Bool {
    status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Whether the name belongs to a regular file.
  package static func isFile(_ path: String) -> Bool {
    status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
  }

  /// Whether two names refer to the same file.
  package static func isSameFile(_ a: String, _ b: String) -> Bool {
    guard let first = status(of: a), let second = status(of: b) else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// The names in a folder, in no particular order, or `nil` if it cannot be read.
  package static func names(in folder: String) -> [String]? {
    guard let directory = FileName.withBytes(of: folder, { opendir($0) }) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 1) { FileName.text($0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Creates a folder and its missing parents.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate`.
  package static func makeFolder(_ path: String) throws(Failure) {
    if isFolder(path) { return }
    let above = Self.folder(of: path)
    if above != path, above != ".", !above.isEmpty { try makeFolder(above) }
    let made = FileName.withBytes(of: path) { mkdir($0, 0o777) }
    let code = errno
    guard made == 0 || isFolder(path) else {
      throw Failure(
        .cannotCreate, path,
        found: "the folder cannot be made: \(errorText(code, "no reason is known"))",
        wanted: "a writable place")
    }
  }

  /// Removes a file if it exists.
  package static func remove(_ path: String) { _ = FileName.withBytes(of: path) { unlink($0) } }

  /// A name within a folder; absolute names stay as they are.
  package static func path(_ name: String, in folder: String) -> String {
    if name.hasPrefix("/") || ["", "."].contains(folder) { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The folder of a path: `.` if the path is only a name.
  package static func folder(of path: String) -> String {
    let path = withoutSlashes(path)
    guard let slash = path.lastIndex(of: "/") else { return "." }
    let folder = withoutSlashes(String(path[..<slash]))
    return folder.isEmpty ? "/" : folder
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    let path = withoutSlashes(path)
    return path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The last part of a path, without its extension.
  package static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The absolute path; links and `..` stay as they are.
  package static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    var path = path[...]
    while path.hasPrefix("./") { path.removeFirst(2) }
    let present = FileName.text(UnsafePointer(folder))
    return path == "." || path.isEmpty ? present : Self.path(String(path), in: present)
  }

  /// The path without links, or `nil` if it does not exist.
  package static func resolved(_ path: String) -> String? {
    guard let real = FileName.withBytes(of: path, { realpath($0, nil) }) else { return nil }
    defer { free(real) }
    return FileName.text(UnsafePointer(real))
  }

  /// The path in a link, or `nil` if the file is not a link.
  package static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { bytes in
      FileName.withBytes(of: path) {
        readlink($0, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
      }
    }
    return length > 0 ? FileName.text(buffer[..<length]) : nil
  }

  /// The running program's file: by the name it was started with, and with links resolved.
  package static var program: [String] {
    let started = burnish_program().map { FileName.text($0) }
    let files = [started, target(ofLink: "/proc/self/exe"), started.flatMap(resolved)]
    return files.compactMap(\.self)
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }
}
