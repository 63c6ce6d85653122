import BurnishCore
import BurnishTensors
import Foundation

/// The facts about machine and installation for a problem report.
public struct Diagnosis: Sendable, Codable {
  public struct ProcessorReport: Sendable, Codable {
    public var name: String
    /// The instruction sets that the processor and the operating system offer.
    public var instructions: [String]
    /// Whether the processor has tiles for matrix products in low precision.
    public var hasAMX: Bool
  }

  public struct EngineReport: Sendable, Codable {
    /// The best instructions that our kernels use: an ``InstructionSet``.
    public var instructions: String
    public var oneDNN: String
    /// oneDNN's name for the instructions that it uses.
    public var oneDNNInstructions: String
  }

  public struct ThreadReport: Sendable, Codable {
    /// The number of threads for the work.
    public var count: Int
    /// The reason for that number: a ``ThreadChoice/Reason``.
    public var reason: String
    /// The number of processors online, and how many of them the process may use.
    public var online: Int, affinity: Int
    /// The processor time that control groups allow, in processors; `nil` if they set no limit.
    public var quota: Double?
  }

  public struct WeightsReport: Sendable, Codable {
    /// The folder of the shipped weights; `nil` if none were found.
    public var folder: String?
    public var files: Int
    /// Why no weights were found.
    public var problem: String?
  }

  public struct MemoryReport: Sendable, Codable {
    /// Bytes of physical memory.
    public var total: UInt64
    /// Bytes that programs may still take without swapping; `nil` if the system does not say.
    public var available: UInt64?
  }

  public var version: String
  public var system: String
  public var processor: ProcessorReport
  public var engine: EngineReport
  public var threads: ThreadReport
  public var weights: WeightsReport
  public var memory: MemoryReport

  /// Examines this machine. It starts the engine if necessary.
  /// - Parameter version: the version of the program or application.
  public init(version: String) {
    self.version = version
    system = Self.systemName
    let features = Processor.features
    processor = ProcessorReport(
      name: Processor.name, instructions: features, hasAMX: features.contains("amx_tile"))
    let oneDNN = Engine.oneDNN
    engine = EngineReport(
      instructions: Engine.instructions.rawValue, oneDNN: oneDNN.version,
      oneDNNInstructions: oneDNN.instructions)
    let choice = Parallel.threadChoice
    threads = ThreadReport(
      count: choice.threads, reason: choice.reason.rawValue, online: choice.online,
      affinity: choice.affinity, quota: choice.quota)
    do throws(Failure) {
      let entries = try ShippedWeights.installed().entries
      weights = WeightsReport(
        folder: entries.first.map {
          FileSystem.folder(of: $0.path)
        },
        files: entries.count)
    } catch {
      weights = WeightsReport(files: 0, problem: error.description)
    }
    memory = MemoryReport(
      total: ProcessInfo.processInfo.physicalMemory, available: Self.availableMemory)
  }

  private static var systemName: String {
    let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let name = release.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
      .map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } }
    return name ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// The estimate of Linux.
  private static var availableMemory: UInt64? {
    let lines = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let fields = lines.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }?
      .split(separator: " ")
    guard let fields, fields.count >= 2, let kilobytes = UInt64(fields[1]) else { return nil }
    return kilobytes * 1024
  }
}
