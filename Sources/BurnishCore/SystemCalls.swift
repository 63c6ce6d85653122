#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Repeats a call of the system that a signal interrupted.
///
/// - Parameter call: gives a negative number where it fails.
func uninterrupted<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let value = call()
    if value >= 0 || errno != EINTR { return value }
  }
}

/// Opens a file.
///
/// - Returns: its descriptor, or -1, and the reason in `errno`.
func openFile(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  FileName.withBytes(of: path) { path in
    uninterrupted { open(path, flags | O_CLOEXEC, mode) }
  }
}

/// Writes all of the bytes.
///
/// - Returns: 0, or the system's number of what went wrong.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
  var start = 0
  while start < bytes.count {
    // Some systems refuse to write more than 2 GiB at once.
    let part = min(bytes.count - start, 1 << 30)
    let count = uninterrupted { write(descriptor, bytes.baseAddress! + start, part) }
    guard count > 0 else { return count < 0 ? errno : EIO }
    start += count
  }
  return 0
}

/// Sees that what was written has reached the disk, where the file lies on one.
///
/// - Returns: 0, or the system's number of what went wrong.
func synchronize(_ descriptor: Int32) -> Int32 {
  guard uninterrupted({ fsync(descriptor) }) != 0 else { return 0 }
  // Devices and some file systems have nothing to synchronize.
  return [EINVAL, EROFS, ENOTSUP].contains(errno) ? 0 : errno
}
