#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The control groups of a process, which limit its processor time, for example in containers.
///
/// Source: the Linux kernel's `admin-guide/cgroup-v2`, `cpu.max`, and `scheduler/sched-bwc` for version 1.
struct ControlGroups {
  /// The mount point of the control group file systems.
  let root: String
  /// The contents of `/proc/self/cgroup`.
  let membership: String

  /// `nil` if the system has no control groups.
  static func ofThisProcess() -> ControlGroups? {
    text(at: "/proc/self/cgroup").map { ControlGroups(root: "/sys/fs/cgroup", membership: $0) }
  }

  /// The smallest quota of the process's groups and their parents, in processors, or `nil` if none
  /// has a quota.
  func processors() -> Double? { quotas().min() }

  private func quotas() -> [Double] {
    membership.split(separator: "\n").flatMap { line -> [Double] in
      // For example `0::/user.slice` in version 2 and `4:cpu,cpuacct:/docker/...` in version 1.
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      let controllers = fields[1].split(separator: ",")
      if controllers.isEmpty {
        // Next to version 1, version 2 is mounted in a separate folder.
        return ["", "/unified"].flatMap { mount in
          folders(root + mount, fields[2]).compactMap { folder in
            Self.text(at: folder + "/cpu.max").flatMap { Self.quota(inMaximum: $0) }
          }
        }
      }
      guard controllers.contains("cpu") else { return [] }
      return ["/cpu", "/\(fields[1])"].flatMap { mount in
        folders(root + mount, fields[2]).compactMap { folder in
          guard let quota = Self.text(at: folder + "/cpu.cfs_quota_us"),
            let period = Self.text(at: folder + "/cpu.cfs_period_us")
          else { return nil }
          return Self.quota(quota, period: period)
        }
      }
    }
  }

  /// The folders of a group and its parents, up to the mount.
  ///
  /// In a container, the path may be the host's path. Its folders are then missing, and the mount is the
  /// container's group.
  private func folders(_ mount: String, _ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    // A group outside the namespace's root, `/..`, has no folder here.
    guard !names.contains("..") else { return [mount] }
    return (0...names.count).map { count in
      names.prefix(count).reduce(mount) { $0 + "/" + $1 }
    }
  }

  /// Parses `cpu.max`: a quota or `max`, and a period, both in microseconds.
  static func quota(inMaximum text: String) -> Double? {
    let fields = text.split(whereSeparator: \.isWhitespace)
    guard 1...2 ~= fields.count else { return nil }
    return quota(String(fields[0]), period: fields.count == 2 ? String(fields[1]) : "100000")
  }

  /// `nil` if there is no limit (`max` in version 2, -1 in version 1) or the text is not a number.
  static func quota(_ quota: String, period: String) -> Double? {
    guard let quota = number(quota), let period = number(period), quota > 0, period > 0 else {
      return nil
    }
    return Double(quota) / Double(period)
  }

  private static func number(_ text: String) -> Int? {
    let fields = text.split(whereSeparator: \.isWhitespace)
    return fields.count == 1 ? Int(fields[0]) : nil
  }

  /// The start of a small file. Kernel files do not report their size.
  private static func text(at path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    return ferror(file) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
