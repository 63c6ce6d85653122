import BurnishCore
import COneDNN
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The engine of all primitives: oneDNN and our own kernels, with one common limit on instructions.
public enum Engine {
  /// The environment variable that limits the instructions: the name of an ``InstructionSet``.
  public static let limitVariable = "BURNISH_INSTRUCTIONS"

  private static let limit = Mutex<InstructionSet?>(nil)

  /// Starts the engine with a limit. Call it before the first computation, because existing kernels do not change.
  ///
  /// Without this call, the engine starts with the first computation and the limit of ``limitVariable``. If neither
  /// sets a limit, oneDNN's variable `ONEDNN_MAX_CPU_ISA` applies, also to our own kernels.
  /// - Parameter limit: the largest instruction set to use; `nil` for the environment's limit.
  /// - Throws: a usage failure if the environment's name is unknown; bad data if the engine runs with another limit.
  public static func start(limit requested: InstructionSet? = nil) throws(Failure) {
    let current = limit.withLock { $0 }
    if current == nil {
      let wanted: InstructionSet
      if let requested { wanted = requested } else { wanted = try limitOfEnvironment() }
      limit.withLock { limit in
        guard limit == nil else { return }
        let isStarted = burnish_start_engine(wanted.handle)
        require(isStarted, "oneDNN could not be started with \(wanted.rawValue) instructions")
        limit = wanted
      }
    }
    let found = limit.withLock { $0 }
    guard let requested, let found, found != requested else { return }
    throw Failure(
      .badData, "instructions", found: "the engine runs already, with the limit \(found.rawValue)",
      wanted: "\(requested.rawValue) before the first computation")
  }

  static var isStarted: Bool { limit.withLock { $0 != nil } }

  /// Starts the engine before a computation. A bad environment variable ends the process; call `start` to get an error.
  static func startIfNeeded() { _ = started }

  private static let started: Void = {
    do throws(Failure) { try start() } catch { fatalError(error.description) }
  }()

  /// The best instruction set in use: the processor's best within the limit.
  public static var instructions: InstructionSet {
    startIfNeeded()
    return InstructionSet(burnish_effective_instructions())
  }

  /// oneDNN's version and its name for the instructions that it uses.
  public static var oneDNN: (version: String, instructions: String) {
    startIfNeeded()
    var version: [Int32] = [0, 0, 0]
    burnish_oneDNN_version(&version)
    return (
      version.map(String.init).joined(separator: "."),
      String(cString: burnish_oneDNN_instructions())
    )
  }

  /// The limit in ``limitVariable``, or `.all` if it is not set.
  /// - Throws: a usage failure if the value is not the name of an ``InstructionSet``.
  public static func limitOfEnvironment() throws(Failure) -> InstructionSet {
    guard let value = getenv(limitVariable).map({ String(cString: $0) }), !value.isEmpty else {
      return .all
    }
    guard let known = InstructionSet(rawValue: value) else {
      throw Failure(
        .usage, limitVariable, found: "\"\(value)\"",
        wanted: InstructionSet.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return known
  }
}
