import BurnishTensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file open for reading at any place, and the writing of whole files.
final class CheckpointFile {
  let path: String
  /// In bytes.
  let size: Int
  private let descriptor: Int32

  /// - Throws: a ``Failure``, `noInput` if the file cannot be opened and `badData` if it is none.
  init(reading path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(.noInput, path, found: "it cannot be opened: \(Self.reason(errno))")
    }
    var information = stat()
    let status = fstat(descriptor, &information)
    guard status == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(.badData, path, found: "it is no regular file", wanted: "a safetensors file")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(information.st_size)
  }

  deinit { close(descriptor) }

  /// Reads `count` bytes from the byte `offset`; they must lie within the file's size.
  func read(_ count: Int, at offset: Int) throws(Failure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let received = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
      }
      if received < 0 && errno == EINTR { continue }
      guard received > 0 else {
        let why = received == 0 ? "the file became shorter" : Self.reason(errno)
        throw Failure(.inputOutput, path, found: "reading failed: \(why)")
      }
      done += received
    }
    return bytes
  }

  /// Writes a whole file under a temporary name beside `path`, then gives it its name.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(.cannotCreate, path, found: "it cannot be created: \(reason(errno))")
    }
    var problem: Int32?
    var done = 0
    while done < bytes.count && problem == nil {
      let sent = bytes.withUnsafeBytes {
        Self.send(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if sent >= 0 { done += sent } else if errno != EINTR { problem = errno }
    }
    if close(descriptor) != 0 && problem == nil { problem = errno }
    if let problem {
      unlink(temporary)
      throw Failure(.inputOutput, path, found: "writing failed: \(reason(problem))")
    }
    guard rename(temporary, path) == 0 else {
      let problem = errno
      unlink(temporary)
      throw Failure(.cannotCreate, path, found: "it cannot be created: \(reason(problem))")
    }
  }

  // Named apart from the class's own `write`.
  private static func send(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
