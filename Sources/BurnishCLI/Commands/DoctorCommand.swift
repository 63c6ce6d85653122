import ArgumentParser
import Burnish
import BurnishCore
import Foundation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show system information for a bug report.",
    discussion: """
      Examples:
        burnish doctor
        burnish doctor --json
        burnish doctor --instructions avx2

      \(HelpSection.more("doctor"))
      """)

  @OptionGroup(title: HelpSection.output) var format: FormatOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  private var json: Bool { format.json }

  struct FormatOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
  }

  func run() throws {
    try engine.start()
    let diagnosis = Diagnosis(version: BurnishCommand.configuration.version)
    if json {
      print(String(decoding: try JSONValue.indented(diagnosis), as: UTF8.self))
    } else {
      for (label, value) in rows(diagnosis) {
        print("\(label.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)")
      }
    }
  }

  private func rows(_ diagnosis: Diagnosis) -> [(String, String)] {
    let processor = diagnosis.processor
    let weights = diagnosis.weights
    let name = processor.name.isEmpty ? "of unknown name" : processor.name
    let offered = processor.instructions
    return [
      ("version", diagnosis.version),
      ("system", diagnosis.system),
      ("processor", name),
      ("offers", offered.isEmpty ? "none of x86" : offered.joined(separator: " ")),
      ("AMX", processor.hasAMX ? "yes" : "no"),
      ("uses", diagnosis.engine.instructions),
      ("oneDNN", "\(diagnosis.engine.oneDNN), \(diagnosis.engine.oneDNNInstructions)"),
      ("threads", threads(diagnosis.threads)),
      (
        "weights",
        weights.folder.map { "\(weights.files) files in \($0)" } ?? weights.problem ?? "none"
      ),
      ("memory", memory(diagnosis.memory)),
    ]
  }

  private func threads(_ threads: Diagnosis.ThreadReport) -> String {
    let quota = threads.quota.map { String(format: ", a quota of %.2f", $0) } ?? ""
    return "\(threads.count), by \(threads.reason) (\(threads.online) online, "
      + "\(threads.affinity) allowed\(quota))"
  }

  private func memory(_ memory: Diagnosis.MemoryReport) -> String {
    func gigabytes(_ bytes: UInt64) -> String { String(format: "%.1f GiB", Double(bytes) / 0x1p30) }
    let available = memory.available.map { ", \(gigabytes($0)) available" } ?? ""
    return gigabytes(memory.total) + available
  }
}
