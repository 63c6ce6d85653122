import BurnishCore
import BurnishTensors
import CFuzzer
import Foundation

/// `burnish-fuzz READER [LIBFUZZER'S OPTIONS] [FOLDERS]`: runs libFuzzer on one of the readers.
@main struct FuzzCommand {
  /// The input; it is set once, before libFuzzer calls anything.
  nonisolated(unsafe) private static var input: InputUnderTest?

  static func main() {
    guard CommandLine.argc > 1, let name = CommandLine.unsafeArgv[1],
      let reader = Reader(rawValue: String(cString: name))
    else {
      print(Reader.allCases.map(\.rawValue).joined(separator: "\n"))
      return
    }
    // One thread makes every input behave the same each time.
    Parallel.threadCount = 1
    input = InputUnderTest(reader)
    // libFuzzer restarts itself by running its first argument in a shell, for example to merge.
    CommandLine.unsafeArgv[1] = strdup("\(CommandLine.arguments[0]) \(reader.rawValue)")
    var count = CommandLine.argc - 1
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      CommandLine.unsafeArgv + 1
    exit(LLVMFuzzerRunDriver(&count, &arguments) { FuzzCommand.input!.read($0!, $1) })
  }
}

/// A file that holds one input after another, and the reader under test.
final class InputUnderTest {
  private let reader: Reader
  private let path: String
  private let descriptor: Int32

  init(_ reader: Reader) {
    let memory = "/dev/shm"
    let folder = access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    path = "\(folder)/burnish-fuzz-\(getpid())\(reader.ending)"
    descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    precondition(descriptor >= 0, "\(path) cannot be made")
    self.reader = reader
  }

  /// - Returns: 0, which libFuzzer requires; faults end the process.
  func read(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, count, 0) == count else {
      fatalError("\(path) cannot be written")
    }
    do {
      try reader.read(path)
    } catch let failure as Failure {
      // A refusal needs a message.
      precondition(!failure.description.isEmpty)
    } catch {
      fatalError("an error that is no Failure: \(error)")
    }
    return 0
  }
}
