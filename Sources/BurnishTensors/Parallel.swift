import COneDNN
import Synchronization

/// Loops spread over the cores.
///
/// Several threads may use the library at once. They share one team of OpenMP's threads at work:
/// where the team is busy, a loop runs on its caller's thread alone, and oneDNN's primitives wait for
/// the team. All callers together have at most `2 * threadCount - 1` threads besides their own. A loop
/// inside of a loop runs on the thread that it is called from. The body of a loop must not wait for
/// another thread that uses the library: that thread may be waiting for the team.
///
/// Idle threads of libgomp spin for some 12 milliseconds before they sleep, which on a busy machine
/// takes processors away from those who work. The program `burnish` keeps them from it. A library must
/// not change the environment of its application, and libgomp reads it before `main`: an application
/// does the same by being started with `GOMP_SPINCOUNT` or `OMP_WAIT_POLICY=passive` in its environment.
public enum Parallel {
  private static let requested = Atomic<Int>(0)

  /// The number of threads that primitives and loops use; by default what ``ThreadChoice`` says.
  ///
  /// It is the one process-wide setting: oneDNN's own thread pool is process-wide too.
  public static var threadCount: Int {
    get {
      let count = requested.load(ordering: .relaxed)
      return count > 0 ? min(count, runtimeLimit) : defaultCount
    }
    set {
      precondition(newValue > 0, "thread count \(newValue) must be positive")
      requested.store(newValue, ordering: .relaxed)
    }
  }

  /// How many threads are used at present, and why.
  public static var threadChoice: ThreadChoice {
    var choice = defaultChoice
    let count = requested.load(ordering: .relaxed)
    choice.setting = count > 0 ? count : nil
    return choice
  }

  /// Read once: control groups are files.
  private static let defaultChoice = ThreadChoice.ofThisProcess()
  private static let defaultCount = defaultChoice.threads
  private static let runtimeLimit = Int(burnish_thread_limit())

  /// Runs `body` on contiguous parts of `0..<count`, one part for each thread.
  ///
  /// The parts depend on `count`, the number of threads, and on whether another caller keeps these
  /// busy. Every index must write to places of its own; a sum over indices must be made within one
  /// index, so that results do not depend on the parts.
  /// - Parameter grain: the fewest indices worth a thread of their own.
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
