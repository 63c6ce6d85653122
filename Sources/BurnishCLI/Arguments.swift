import BurnishTensors
import CStartup

/// The arguments of the program.
enum Arguments {
  /// Without the program's own name. Names of files among them are those of ``FileName``.
  static let given: [String] = {
    var count: Int32 = 0
    guard let vector = burnish_startup_arguments(&count) else {
      return Array(CommandLine.arguments.dropFirst())
    }
    return (1..<max(1, Int(count))).compactMap { vector[$0].map { FileName.text($0) } }
  }()
}
