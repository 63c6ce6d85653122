import ArgumentParser
import CFiles
import Foundation
import Synchronization

/// A request to stop, from Ctrl-C, a termination, or a terminal that hangs up. Long work polls it and stops at a
/// suitable place.
enum Interruption {
  /// The number of the signal, or 0.
  private static let signal = Atomic<Int32>(0)

  static var isRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// The exit code after an interruption: 128 plus the signal's number.
  static var exitCode: ExitCode { ExitCode(128 + signal.load(ordering: .relaxed)) }

  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// Makes signals that end the program remove its temporary files first.
  static func removeTemporaryFiles() {
    for number in numbers where burnish_is_ignored(number) == 0 {
      _ = Foundation.signal(number, burnish_end_by_signal)
    }
  }

  /// Makes the first such signal a request; the second one ends the process.
  static func watch() {
    // Programs that `nohup` starts still ignore a hangup of the terminal.
    for number in numbers where number != SIGHUP || burnish_is_ignored(number) == 0 {
      _ = Foundation.signal(number) { number in
        // A signal handler may only do this: an atomic store and `signal` itself.
        Interruption.signal.store(number, ordering: .relaxed)
        _ = Foundation.signal(number, burnish_end_by_signal)
      }
    }
    // A program inherits the blocked signals of its parent.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
