import BurnishCore
import Foundation

/// A progress line on standard error; it stays silent unless standard error is a terminal.
final class ProgressLine {
  private let isShown = isatty(2) != 0
  private var lastTime = Date.distantPast
  private var isDirty = false

  func show(_ text: @autoclosure () -> String) {
    guard isShown, Date().timeIntervalSince(lastTime) > 0.1 else { return }
    lastTime = Date()
    isDirty = true
    write("\r\u{1B}[K" + text().printable)
  }

  /// Does the work, and shows the progress for a file.
  ///
  /// - Parameter work: receives a function to call with the completed fraction in 0...1.
  static func showing<Result>(
    _ path: String, _ work: (_ progress: @escaping (Double) -> Void) throws -> Result
  ) rethrows -> Result {
    let line = ProgressLine()
    defer { line.clear() }
    return try work { share in line.show("\(path): \(Int(share * 100)) %") }
  }

  /// Removes the line.
  func clear() {
    guard isDirty else { return }
    isDirty = false
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) { StandardStreams.writeError(text) }

  deinit { clear() }
}
