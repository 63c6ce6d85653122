import BurnishTensors
import Synchronization

private let threadCountLock = Mutex(())

/// Runs `body` with a given number of threads and restores the number that was set before.
///
/// The number is one for the whole process, in which tests run side by side: all that set it go
/// through here, one after the other. Calls must not be nested.
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
