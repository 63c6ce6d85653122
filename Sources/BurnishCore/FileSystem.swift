import CFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What there is under names of files, and names that are made of others.
///
/// Foundation does the same, but for names that are UTF-8 alone.
package enum FileSystem {
  /// What is there under a name, links followed.
  package static func status(of path: String) -> stat? {
    var status = stat()
    return FileName.withBytes(of: path) { stat($0, &status) } == 0 ? status : nil
  }

  /// Whether anything has the name, be it a link that leads nowhere.
  package static func holdsName(_ path: String) -> Bool {
    var status = stat()
    return FileName.withBytes(of: path) { lstat($0, &status) } == 0
  }

  package static func exists(_ path: String) -> Bool { status(of: path) != nil }

  package static func isFolder(_ path: String) -> Bool {
    status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  /// Whether a regular file has the name.
  package static func isFile(_ path: String) -> Bool {
    status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
  }

  /// Whether two names lead to one file.
  package static func isSameFile(_ a: String, _ b: String) -> Bool {
    guard let first = status(of: a), let second = status(of: b) else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// The names in a folder, in no order; `nil` where it cannot be read.
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

  /// Makes a folder, with all that is missing above it.
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

  /// Removes a file, if it is there.
  package static func remove(_ path: String) { _ = FileName.withBytes(of: path) { unlink($0) } }

  /// A name within a folder; an absolute one is taken as it is.
  package static func path(_ name: String, in folder: String) -> String {
    if name.hasPrefix("/") || ["", "."].contains(folder) { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The folder that a name lies in: `.` for a name alone.
  package static func folder(of path: String) -> String {
    let path = withoutSlashes(path)
    guard let slash = path.lastIndex(of: "/") else { return "." }
    let folder = withoutSlashes(String(path[..<slash]))
    return folder.isEmpty ? "/" : folder
  }

  /// The last part of a name.
  package static func name(of path: String) -> String {
    let path = withoutSlashes(path)
    return path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The last part of a name, without its ending.
  package static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The name from the root on, links and `..` left as they are.
  package static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    var path = path[...]
    while path.hasPrefix("./") { path.removeFirst(2) }
    let present = FileName.text(UnsafePointer(folder))
    return path == "." || path.isEmpty ? present : Self.path(String(path), in: present)
  }

  /// The name without links, if it leads anywhere.
  package static func resolved(_ path: String) -> String? {
    guard let real = FileName.withBytes(of: path, { realpath($0, nil) }) else { return nil }
    defer { free(real) }
    return FileName.text(UnsafePointer(real))
  }

  /// What a link says; `nil` where it is none.
  package static func target(ofLink path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = buffer.withUnsafeMutableBytes { bytes in
      FileName.withBytes(of: path) {
        readlink($0, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
      }
    }
    return length > 0 ? FileName.text(buffer[..<length]) : nil
  }

  /// The file of the running program, by its name and as its links resolve.
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
