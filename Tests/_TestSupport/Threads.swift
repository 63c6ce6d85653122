import BurnishTensors
import Synchronization

private let threadCountLock = Mutex(())

/// Runs `body` with a given number of threads and then restores the previous number.
///
/// The number applies to the whole process, in which tests run in parallel. All tests that set it use this
/// function, so they run one after another. Calls must not be nested.
public func withThreadCount<Result>(
  _ count: Int, _ body: () throws -> Result
) rethrows -> Result {
  try threadCountLock.withLock { _ in
    let before = Parallel.threadCount
    Parallel.threadCount = count
    defer { Parallel.threadCount = before }
    return try body()
  }
}
