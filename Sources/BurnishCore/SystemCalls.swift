#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Repeats a system call that a signal interrupted.
///
/// - Parameter call: returns a negative number if it fails.
func uninterrupted<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let value = call()
    if value >= 0 || errno != EINTR { return value }
  }
}

/// Opens a file.
///
/// - Returns: the descriptor, or -1 with the error number in `errno`.
func openFile(_ path: String, _ flags: Int32, mode: mode_t = 0) -> Int32 {
  FileName.withBytes(of: path) { path in
    uninterrupted { open(path, flags | O_CLOEXEC, mode) }
  }
}

/// Writes all of the bytes.
///
/// - Returns: 0 or the system's error number.
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

/// Flushes the written data to the disk if the file is on one.
///
/// - Returns: 0 or the system's error number.
func synchronize(_ descriptor: Int32) -> Int32 {
  guard uninterrupted({ fsync(descriptor) }) != 0 else { return 0 }
  // Devices and some file systems have nothing to synchronize.
  return [EINVAL, EROFS, ENOTSUP].contains(errno) ? 0 : errno
}
