import BurnishCore
import COneDNN
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The engine under all primitives: oneDNN and our own kernels, which keep to one limit on instructions.
public enum Engine {
  /// The environment variable that limits the instructions: the name of an ``InstructionSet``.
  public static let limitVariable = "BURNISH_INSTRUCTIONS"

  private static let limit = Mutex<InstructionSet?>(nil)

  /// Starts the engine under a limit, before anything is computed; kernels that exist already would not change.
  ///
  /// Without this call the engine starts with the first computation, under the limit of ``limitVariable``. Where neither
  /// sets one, oneDNN's own variable `ONEDNN_MAX_CPU_ISA` counts, for our kernels as well.
  /// - Parameter limit: the most that may be used; `nil` for that of the environment.
  /// - Throws: a usage failure if the environment's name is unknown; bad data if the engine runs under another limit.
  public static func start(limit requested: InstructionSet? = nil) throws(Failure) {
    let current = limit.withLock { $0 }
    if current == nil {
      let wanted: InstructionSet
      if let requested { wanted = requested } else { wanted = try limitOfEnvironment() }
      limit.withLock { limit in
        guard limit == nil else { return }
        let isStarted = burnish_start_engine(wanted.handle)
        precondition(isStarted, "oneDNN could not be started with \(wanted.rawValue) instructions")
        limit = wanted
      }
    }
    let found = limit.withLock { $0 }
    guard let requested, let found, found != requested else { return }
    throw Failure(
      .badData, "instructions", found: "the engine runs already, with the limit \(found.rawValue)",
      wanted: "\(requested.rawValue) before the first computation")
  }

  /// What computes calls this first. The environment's mistakes end the process here: who wants an error starts the engine.
  static func startIfNeeded() { _ = started }

  private static let started: Void = {
    do throws(Failure) { try start() } catch { preconditionFailure(error.description) }
  }()

  /// The best instructions that are used: what the processor has, within the limit.
  public static var instructions: InstructionSet {
    startIfNeeded()
    return InstructionSet(burnish_effective_instructions())
  }

  /// oneDNN's version and its own words for the instructions that it uses.
  public static var oneDNN: (version: String, instructions: String) {
    startIfNeeded()
    var version: [Int32] = [0, 0, 0]
    burnish_oneDNN_version(&version)
    return (
      version.map(String.init).joined(separator: "."),
      String(cString: burnish_oneDNN_instructions())
    )
  }

  /// What ``limitVariable`` says; everything where it is not set.
  /// - Throws: a usage failure if it holds no name of an ``InstructionSet``.
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
