import BurnishCore
import Dispatch

/// Runs the computations of async functions one after the other, on a thread outside of Swift's thread pool.
///
/// All computations share the engine's team of threads, so several at once would only get in each other's way and
/// hold more memory. Other tasks go on meanwhile.
final class ComputeQueue: TaskExecutor {
  static let shared = ComputeQueue()

  private let queue = DispatchQueue(label: "burnish.compute", qos: .userInitiated)
  private let admission = Admission()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Computes when it is this call's turn.
  ///
  /// The cancellation of the task reaches a call that waits at once, and one that computes before its next step.
  /// - Throws: ``Failure/canceled``, or the errors of `body`.
  @concurrent func run<Result: Sendable>(
    _ body: @Sendable () throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    guard await admission.entered() else { throw .canceled }
    defer { admission.leave() }
    return try await withTaskExecutorPreference(self) { () async throws(Failure) -> Result in
      try Cancellation.run(body)
    }
  }
}
