import COneDNN

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of threads for work, and the reason for it.
public struct ThreadChoice: Sendable, Equatable {
  /// The reason for the number of threads.
  public enum Reason: String, Sendable, Equatable {
    /// The application set ``Parallel/threadCount``.
    case setting
    /// The environment variable `OMP_NUM_THREADS`.
    case environment
    /// The processor time that control groups allow, for example in a container.
    case quota
    /// The processors that the process may run on, for example set by `taskset`.
    case affinity
    /// The environment variable `OMP_THREAD_LIMIT`, which limits every other number.
    case limit
    /// One thread for each processor.
    case processors
  }

  /// The number of processors that are online.
  public var online: Int
  /// The number of processors that the process was allowed to run on at its start.
  public var affinity: Int
  /// The processor time that the process's control groups allow, in processors, such as 1.5.
  public var quota: Double?
  /// The first number in `OMP_NUM_THREADS`, if it is a number.
  public var environment: Int?
  /// The number that ``Parallel/threadCount`` was set to.
  public var setting: Int?
  /// The largest number of threads that the OpenMP runtime starts.
  public var limit: Int

  public init(
    online: Int, affinity: Int, quota: Double? = nil, environment: Int? = nil, setting: Int? = nil,
    limit: Int = .max
  ) {
    self.online = online
    self.affinity = affinity
    self.quota = quota
    self.environment = environment
    self.setting = setting
    self.limit = limit
  }

  /// The number of threads, at least 1.
  public var threads: Int { decision.threads }

  public var reason: Reason { decision.reason }

  private var decision: (threads: Int, reason: Reason) {
    let wanted: (threads: Int, reason: Reason)
    if let setting {
      wanted = (setting, .setting)
    } else if let environment {
      wanted = (environment, .environment)
    } else if let quotaThreads, quotaThreads < affinity {
      wanted = (quotaThreads, .quota)
    } else {
      wanted = (affinity, affinity < online ? .affinity : .processors)
    }
    guard wanted.threads <= limit else { return (max(1, limit), .limit) }
    return (max(1, wanted.threads), wanted.reason)
  }

  /// The quota rounded up, because even a part of a processor's time is worth a thread.
  private var quotaThreads: Int? {
    quota.flatMap { Int(exactly: max(1, $0.rounded(.up))) }
  }

  /// The default for this process.
  static func ofThisProcess() -> ThreadChoice {
    ThreadChoice(
      online: Int(burnish_online_processors()), affinity: Int(burnish_processors()),
      quota: ControlGroups.ofThisProcess()?.processors(),
      environment: getenv("OMP_NUM_THREADS").flatMap { threads(inVariable: String(cString: $0)) },
      limit: Int(burnish_thread_limit()))
  }

  /// The first number in `OMP_NUM_THREADS`. Its other numbers are for nested loops.
  static func threads(inVariable text: String) -> Int? {
    let first = text.prefix { $0 != "," }.drop(while: \.isWhitespace)
    let digits = first.prefix { !$0.isWhitespace }
    guard first.dropFirst(digits.count).allSatisfy(\.isWhitespace), let count = Int(digits),
      1...1024 ~= count
    else { return nil }
    return count
  }
}
