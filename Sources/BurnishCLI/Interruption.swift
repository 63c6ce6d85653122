import ArgumentParser
import CFiles
import Foundation
import Synchronization

/// Ctrl-C, a termination, or a terminal that hangs up, as a wish that long work can ask for, so that it ends at a place
/// of its own choosing.
enum Interruption {
  /// The number of the signal, or 0.
  private static let signal = Atomic<Int32>(0)

  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// What the program ends with then: 128 and the number of the signal.
  static var exitCode: ExitCode { ExitCode(128 + signal.load(ordering: .relaxed)) }

  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// From now on no signal that ends the program leaves a temporary file behind.
  static func removeTemporaryFiles() {
    for number in numbers where burnish_is_ignored(number) == 0 {
      _ = Foundation.signal(number, burnish_end_by_signal)
    }
  }

  /// From now on the first such signal is a wish; the second one ends the process.
  static func watch() {
    // Programs that `nohup` starts stay deaf to the terminal.
    for number in numbers where number != SIGHUP || burnish_is_ignored(number) == 0 {
      _ = Foundation.signal(number) { number in
        // Only what may be done inside of a signal's handler: an atomic store and `signal` itself.
        Interruption.signal.store(number, ordering: .relaxed)
        _ = Foundation.signal(number, burnish_end_by_signal)
      }
    }
    // A program inherits what the one that started it had blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
