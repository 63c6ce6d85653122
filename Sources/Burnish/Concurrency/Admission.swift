import Synchronization

/// Admits one task at a time, in the order of arrival.
final class Admission: Sendable {
  private struct Line {
    var isTaken = false
    var lastNumber = 0
    var waiting: [(number: Int, turn: CheckedContinuation<Bool, Never>)] = []
  }

  private let line = Mutex(Line())

  /// Waits for the task's turn.
  ///
  /// - Returns: `false` if the task was canceled meanwhile; then it has no turn to end.
  func entered() async -> Bool {
    let number = line.withLock { line in
      line.lastNumber += 1
      return line.lastNumber
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { turn in
        let answer = line.withLock { line -> Bool? in
          // The handler may have run already.
          if Task.isCancelled { return false }
          guard line.isTaken else {
            line.isTaken = true
            return true
          }
          line.waiting.append((number, turn))
          return nil
        }
        if let answer { turn.resume(returning: answer) }
      }
    } onCancel: {
      let turn = line.withLock { line in
        line.waiting.firstIndex { $0.number == number }.map { line.waiting.remove(at: $0).turn }
      }
      turn?.resume(returning: false)
    }
  }

  /// Ends the task's turn.
  func leave() {
    let next = line.withLock { line -> CheckedContinuation<Bool, Never>? in
      guard !line.waiting.isEmpty else {
        line.isTaken = false
        return nil
      }
      return line.waiting.removeFirst().turn
    }
    next?.resume(returning: true)
  }
}
