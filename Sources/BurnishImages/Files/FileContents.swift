import BurnishTensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a whole file.
///
/// - Throws: `Failure` of the kind `noInput` for what does not exist, cannot be opened or is a
///   directory, `inputOutput` when reading breaks off, `badData` for what is too large.
package func contents(ofFile path: String) throws(Failure) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw Failure(
      .noInput, path, found: errorText(errno, "cannot be opened"), wanted: "a readable file")
  }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    throw Failure(.noInput, path, found: errorText(errno, "cannot be examined"))
  }
  guard status.st_mode & S_IFMT != S_IFDIR else {
    throw Failure(.noInput, path, found: "a directory", wanted: "a file")
  }
  let limit = ImageLimits.fileBytes
  let size = Int(status.st_size)
  guard size <= limit else {
    throw Failure(.badData, path, found: "a file of \(size) bytes", wanted: "at most \(limit)")
  }
  // One byte more than the size, so that the end is met without growing. Pipes have no size.
  var bytes: [UInt8] = []
  var room = status.st_mode & S_IFMT == S_IFREG ? size + 1 : 1 << 16
  while true {
    var failure: Int32 = 0
    var received = 0
    let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      while count < room {
        received = read(descriptor, buffer.baseAddress! + count, room - count)
        if received < 0 && errno == EINTR { continue }
        if received < 0 { failure = errno }
        guard received > 0 else { break }
        count += received
      }
    }
    if failure != 0 {
      throw Failure(.inputOutput, path, found: errorText(failure, "cannot be read"))
    }
    bytes = bytes.isEmpty ? piece : bytes + piece
    guard bytes.count <= limit else {
      throw Failure(.badData, path, found: "more than \(limit) bytes", wanted: "at most \(limit)")
    }
    if received == 0 { return bytes }
    room = max(1 << 16, bytes.count)
  }
}
