#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The memory that the process can still allocate.
package enum AvailableMemory {
  /// The lower of the machine's free memory and the rest of the address space limit (`ulimit -v`), in bytes.
  ///
  /// `Int.max` if the system reports neither.
  package static var bytes: Int { min(machine ?? .max, addresses ?? .max) }

  /// The estimate of Linux.
  private static var machine: Int? {
    let words = text(of: "/proc/meminfo").split(whereSeparator: \.isWhitespace)
    guard let place = words.firstIndex(of: "MemAvailable:"), place + 1 < words.count else {
      return nil
    }
    return Int(words[place + 1]).map { $0 << 10 }
  }

  private static var addresses: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return nil }
    #else
      guard getrlimit(RLIMIT_AS, &limit) == 0 else { return nil }
    #endif
    guard let most = Int(exactly: limit.rlim_cur),
      let pages = text(of: "/proc/self/statm").split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, most - pages * Int(sysconf(Int32(_SC_PAGESIZE))))
  }

  /// The first 4096 bytes of a system file, whose size is unknown before it is read.
  private static func text(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, 4096))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
