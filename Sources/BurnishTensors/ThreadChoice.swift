import COneDNN

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many threads work is spread over, and why.
public struct ThreadChoice: Sendable, Equatable {
  /// What decides the number of threads.
  public enum Reason: String, Sendable, Equatable {
    /// ``Parallel/threadCount`` was set, as `--threads` does.
    case setting
    /// The environment variable `OMP_NUM_THREADS`.
    case environment
    /// The processor time that control groups allow, as the limits of a container do.
    case quota
    /// The processors that the process may run on, as `taskset` sets them.
    case affinity
    /// The environment variable `OMP_THREAD_LIMIT`, which bounds every other number.
    case limit
    /// There is a thread for each processor.
    case processors
  }

  /// Processors that are online.
  public var online: Int
  /// Processors that the process might run on when it started.
  public var affinity: Int
  /// Processors' worth of time that the control groups of the process allow, such as 1.5.
  public var quota: Double?
  /// The first number of `OMP_NUM_THREADS`, where it is one.
  public var environment: Int?
  /// The number that ``Parallel/threadCount`` was set to.
  public var setting: Int?
  /// Threads that the OpenMP runtime starts at most.
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

  /// The quota rounded up: what is left of a processor's time is worth a thread.
  private var quotaThreads: Int? {
    quota.flatMap { Int(exactly: max(1, $0.rounded(.up))) }
  }

  /// What applies to this process by default.
  static func ofThisProcess() -> ThreadChoice {
    ThreadChoice(
      online: Int(burnish_online_processors()), affinity: Int(burnish_processors()),
      quota: ControlGroups.ofThisProcess()?.processors(),
      environment: getenv("OMP_NUM_THREADS").flatMap { threads(inVariable: String(cString: $0)) },
      limit: Int(burnish_thread_limit()))
  }

  /// The first number of `OMP_NUM_THREADS`, whose others are for loops inside of loops.
  static func threads(inVariable text: String) -> Int? {
    let first = text.prefix { $0 != "," }.drop(while: \.isWhitespace)
    let digits = first.prefix { !$0.isWhitespace }
    guard first.dropFirst(digits.count).allSatisfy(\.isWhitespace), let count = Int(digits),
      1...1024 ~= count
    else { return nil }
    return count
  }
}
