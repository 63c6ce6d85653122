import Synchronization

/// Lets a computation end early after the cancellation of its task.
///
/// Computations call functions that return values and cannot throw, such as convolutions. In a canceled task these
/// functions skip their work and return memory with any content. ``run(_:)`` then drops the result and throws.
package enum Cancellation {
  private final class Scope: Sendable {
    /// Whether a step was skipped.
    let isAbandoned = Atomic(false)
  }

  @TaskLocal private static var scope: Scope?

  /// Whether the computation should skip its steps. After the first `true`, the result is dropped.
  ///
  /// Ask on the thread that called the computation, not on threads of a parallel loop.
  package static var isRequested: Bool {
    guard let scope else { return false }
    if scope.isAbandoned.load(ordering: .relaxed) { return true }
    guard Task.isCancelled else { return false }
    scope.isAbandoned.store(true, ordering: .relaxed)
    return true
  }

  /// A report of progress that ends with the first skipped step. It never abandons the computation itself.
  package static func reporting(_ progress: (@Sendable (Double) -> Void)?) -> (Double) -> Void {
    { share in
      if scope?.isAbandoned.load(ordering: .relaxed) != true { progress?(share) }
    }
  }

  /// Runs a computation that asks ``isRequested``. If the task is canceled after the last step, the result counts.
  ///
  /// - Throws: ``Failure/canceled`` if a step was skipped; else the errors of `body`.
  package static func run<Result>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let scope = Scope()
    let result = $scope.withValue(scope) { Swift.Result(catching: body) }
    // Errors of an abandoned computation say nothing about its input.
    if scope.isAbandoned.load(ordering: .relaxed) { throw .canceled }
    return try result.get()
  }
}

extension Failure {
  /// The computation was canceled with its task.
  public static let canceled = Failure(.canceled, "task", found: "it was canceled")
}
