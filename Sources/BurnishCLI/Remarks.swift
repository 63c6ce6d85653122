import BurnishTensors
import Synchronization

/// What the program has to say about files beside its results, such as what reading left out.
///
/// It is told on the standard error, a line each, when the work is done, so that a failure stays one line.
enum Remarks {
  private static let lines = Mutex<[String]>([])

  /// - Parameter line: it is told once, however often it is added.
  static func add(_ line: String) {
    lines.withLock { if !$0.contains(line) { $0.append(line) } }
  }

  static func report() {
    for line in lines.withLock({ $0 }) { StandardStreams.note(line) }
  }
}
