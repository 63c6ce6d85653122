import BurnishCore
import COneDNN
import Synchronization

/// Runs loops on all cores.
///
/// Several threads may use the library at once. They share one team of OpenMP threads. If the team is
/// busy, a loop runs on its caller's thread alone, and oneDNN's primitives wait for the team. All callers
/// together have at most `2 * threadCount - 1` threads besides their own. A nested loop runs on the
/// thread that calls it. A loop's body must not wait for another thread that uses the
/// library, because that thread may be waiting for the team.
///
/// Idle threads of libgomp spin for about 12 milliseconds before they sleep. On a busy machine, this takes
/// processors away from working threads. The program `burnish` prevents this. A library must not
/// change the environment of its application, and libgomp reads it before `main`. To get the same effect,
/// start an application with `GOMP_SPINCOUNT` or `OMP_WAIT_POLICY=passive` in its environment.
public enum Parallel {
  private static let requested = Atomic<Int>(0)

  /// The number of threads that primitives and loops use. By default, ``ThreadChoice`` decides.
  ///
  /// This is the only process-wide setting. oneDNN's thread pool is process-wide too.
  public static var threadCount: Int {
    get {
      let count = requested.load(ordering: .relaxed)
      return count > 0 ? min(count, runtimeLimit) : defaultCount
    }
    set {
      require(newValue > 0, "thread count \(newValue) must be positive")
      requested.store(newValue, ordering: .relaxed)
    }
  }

  /// The current number of threads and the reason for it.
  public static var threadChoice: ThreadChoice {
    var choice = defaultChoice
    let count = requested.load(ordering: .relaxed)
    choice.setting = count > 0 ? count : nil
    return choice
  }

  /// Read only once, because control groups are files.
  private static let defaultChoice = ThreadChoice.ofThisProcess()
  private static let defaultCount = defaultChoice.threads
  private static let runtimeLimit = Int(burnish_thread_limit())

  /// Runs `body` on contiguous parts of `0..<count`, one part for each thread.
  ///
  /// The parts depend on `count`, on the number of threads, and on whether another caller keeps the threads
  /// busy. Each index must write to separate memory. To keep results independent of the parts, compute
  /// a sum over indices within one index.
  /// - Parameter grain: the smallest number of indices that is worth a separate thread.
  public static func forEachRange(
    _ count: Int, grain: Int = 1, _ body: (Range<Int>) -> Void
  ) {
    let threads = threadCount
    let parts = max(1, min(threads, count / max(1, grain)))
    guard parts > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var job = Job(count: count, body: body)
      withUnsafeMutablePointer(to: &job) { pointer in
        burnish_parallel(Int32(parts), Int32(threads), pointer) { context, part, parts in
          let job = context!.assumingMemoryBound(to: Job.self)
          let (count, body) = (job.pointee.count, job.pointee.body)
          let (part, parts) = (Int(part), Int(parts))
          let range = count * part / parts..<count * (part + 1) / parts
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
