import Burnish
import BurnishTensors
import Foundation
import Testing

@Suite struct ShippedWeightsTests {
  /// A folder of empty files, removed at the end.
  static func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-weights-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files { try Data().write(to: folder.appendingPathComponent(file)) }
    try body(folder.path)
  }

  @Test func listsFilesByNameAndFactor() throws {
    let files = [
      "fdkn-x16.safetensors", "fdkn-x4.safetensors", "djfr-x8.safetensors", "README.txt",
      "fdkn.safetensors", "fdkn-x.safetensors",
    ]
    try Self.withFolder(files) { folder in
      let weights = ShippedWeights(folder: folder)
      #expect(weights.entries.map { "\($0.name) \($0.factor)" } == ["djfr 8", "fdkn 4", "fdkn 16"])
      let path = try weights.entry(name: "fdkn", factor: 16).path
      #expect(path == "\(folder)/fdkn-x16.safetensors")
    }
  }

  @Test func saysWhichFactorsThereAre() throws {
    try Self.withFolder(["fdkn-x16.safetensors", "fdkn-x4.safetensors"]) { folder in
      let weights = ShippedWeights(folder: folder)
      let factor = #expect(throws: Failure.self) { try weights.entry(name: "fdkn", factor: 8) }
      #expect(factor?.kind == .usage)
      #expect(factor?.wanted == "x4, x16")
      let name = #expect(throws: Failure.self) { try weights.entry(name: "dkn", factor: 8) }
      #expect(name?.wanted.contains("fdkn, bicubic") == true)
    }
  }

  @Test func aMissingFolderHoldsNothing() {
    #expect(ShippedWeights(folder: "/nowhere/at/all").entries.isEmpty)
  }
}
