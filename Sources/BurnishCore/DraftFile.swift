#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A readable file that is removed with the value or when the process ends.
package final class DraftFile {
  private let file: TemporaryFile
  package let path: String

  private init(_ file: TemporaryFile, path: String) { (self.file, self.path) = (file, path) }

  /// - Parameters:
  ///   - bytes: the contents of the file.
  ///   - target: a file in the same folder.
  /// - Throws: the errors of ``AtomicFile/write(_:to:)``.
  package static func holding(
    _ bytes: [UInt8], beside target: String
  ) throws(Failure) -> DraftFile {
    switch TemporaryFile.made(beside: target) {
    case .failure(let error): throw AtomicFile.cannotMake(error, target, for: target)
    case .success(let file):
      let code = bytes.withUnsafeBytes { writeAll($0, to: file.descriptor) }
      guard code == 0 else {
        throw Failure(.inputOutput, target, found: errorText(code, "cannot be written"))
      }
      return DraftFile(file, path: file.name ?? "/proc/self/fd/\(file.descriptor)")
    }
  }
}
