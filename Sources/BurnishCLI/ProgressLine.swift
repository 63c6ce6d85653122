import BurnishCore
import Foundation

/// One line on the standard error that tells how far long work has come; silent unless that is a
/// terminal.
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

  /// Works, and shows in the line how far the work for a file has come.
  ///
  /// - Parameter work: called with what it is to call with the share done, in 0...1.
  static func showing<Result>(
    _ path: String, _ work: (_ progress: @escaping (Double) throws -> Void) throws -> Result
  ) rethrows -> Result {
    let line = ProgressLine()
    defer { line.clear() }
    return try work { share in line.show("\(path): \(Int(share * 100)) %") }
  }

  /// Takes the line away again.
  func clear() {
    guard isDirty else { return }
    isDirty = false
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) { StandardStreams.writeError(text) }

  deinit { clear() }
}
