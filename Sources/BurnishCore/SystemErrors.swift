#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's message for an error, as one clause.
package func errorText(_ code: Int32, _ fallback: String) -> String {
  switch code {
  case ENOENT: "does not exist"
  case EACCES, EPERM: "permission denied"
  case ENOTDIR: "a part of the path is not a directory"
  case EISDIR: "a directory"
  case ENOSPC: "no space left"
  case EROFS: "the file system is read-only"
  default: "\(fallback) (\(strerror(code).map { String(cString: $0) } ?? "error \(code)"))"
  }
}
