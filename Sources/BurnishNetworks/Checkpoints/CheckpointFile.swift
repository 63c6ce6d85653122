import BurnishTensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file open for reading at any place.
final class CheckpointFile {
  let path: String
  /// In bytes.
  let size: Int
  private let descriptor: Int32

  /// - Throws: a ``Failure``, `noInput` if the file cannot be opened or is a directory, `badData` if it is
  ///   no file.
  init(reading path: String) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(
        .noInput, path, found: errorText(errno, "cannot be opened"),
        wanted: "a readable safetensors file")
    }
    var information = stat()
    let status = fstat(descriptor, &information)
    let isDirectory = information.st_mode & S_IFMT == S_IFDIR
    guard status == 0, information.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(
        isDirectory ? .noInput : .badData, path,
        found: isDirectory ? "a directory" : "it is no regular file", wanted: "a safetensors file")
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
        let why = received == 0 ? "the file became shorter" : errorText(errno, "cannot be read")
        throw Failure(.inputOutput, path, found: why)
      }
      done += received
    }
    return bytes
  }
}
