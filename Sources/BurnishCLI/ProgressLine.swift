import Foundation

/// One line on the standard error that tells how far long work has come; silent unless that is a
/// terminal.
final class ProgressLine {
  private let isShown = isatty(FileHandle.standardError.fileDescriptor) != 0
  private var lastTime = Date.distantPast
  private var isDirty = false

  func show(_ text: @autoclosure () -> String) {
    guard isShown, Date().timeIntervalSince(lastTime) > 0.1 else { return }
    lastTime = Date()
    isDirty = true
    write("\r\u{1B}[K" + text())
  }

  /// Takes the line away again.
  func clear() {
    guard isDirty else { return }
    isDirty = false
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  deinit { clear() }
}
