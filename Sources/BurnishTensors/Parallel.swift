import COneDNN
import Synchronization

/// Loops spread over the cores.
public enum Parallel {
  private static let requested = Atomic<Int>(0)

  /// The number of threads that primitives and loops use; by default every processor.
  ///
  /// It is the one process-wide setting: oneDNN's own thread pool is process-wide too.
  public static var threadCount: Int {
    get {
      let count = requested.load(ordering: .relaxed)
      return count > 0 ? count : Int(burnish_processors())
    }
    set {
      precondition(newValue > 0, "thread count \(newValue) must be positive")
      requested.store(newValue, ordering: .relaxed)
    }
  }

  /// Runs `body` on contiguous parts of `0..<count`, one part for each thread.
  ///
  /// The parts depend only on `count` and the number of threads. Every index must write to places of
  /// its own; a sum over indices must be made within one index, so that results do not depend on
  /// the number of threads.
  /// - Parameter grain: the fewest indices worth a thread of their own.
  public static func forEachRange(
    _ count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void
  ) {
    let threads = max(1, min(threadCount, count / max(1, grain)))
    guard threads > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var job = Job(count: count, body: body)
      withUnsafeMutablePointer(to: &job) { pointer in
        burnish_parallel(Int32(threads), pointer) { context, thread, threads in
          let job = context!.assumingMemoryBound(to: Job.self)
          let (count, body) = (job.pointee.count, job.pointee.body)
          let (thread, threads) = (Int(thread), Int(threads))
          let range = count * thread / threads..<count * (thread + 1) / threads
          if !range.isEmpty { body(range) }
        }
      }
    }
  }

  private struct Job {
    let count: Int
    let body: (Range<Int>) -> Void
  }
}
