import Burnish
import BurnishCore
import Foundation
import Testing

@Suite struct ShippedWeightsTests {
  /// Calls `body` with a folder of empty files, which is removed at the end.
  static func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-weights-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files { try Data().write(to: folder.appendingPathComponent(file)) }
    try body(folder.path)
  }

  @Test func listsFilesByNameAndVariant() throws {
    let files = [
      "fdkn-x16.safetensors", "fdkn-x4.safetensors", "djfr-x8.safetensors", "README.txt",
      "fdkn.safetensors", "fdkn-noise.safetensors", "fdkn-noise-2.safetensors",
      "rbdn-colorize-lab.safetensors",
    ]
    try Self.withFolder(files) { folder in
      let weights = ShippedWeights(folder: folder)
      #expect(
        weights.entries.map { "\($0.name) \($0.variant)" }
          == ["djfr x8", "fdkn x4", "fdkn x16", "fdkn noise", "rbdn colorize-lab"])
      #expect(weights.entries.map(\.factor) == [8, 4, 16, nil, nil])
      let path = try weights.entry(name: "fdkn", for: .upsampling(factor: 16)).path
      #expect(path == "\(folder)/fdkn-x16.safetensors")
      let noise = try weights.entry(name: "fdkn", for: .noiseReduction).path
      #expect(noise == "\(folder)/fdkn-noise.safetensors")
    }
  }

  @Test func saysWhatThereIsForAUse() throws {
    let files = ["fdkn-x16.safetensors", "fdkn-x4.safetensors", "djfr-noise.safetensors"]
    try Self.withFolder(files) { folder in
      let weights = ShippedWeights(folder: folder)
      let use = Purpose.upsampling(factor: 8)
      let factor = #expect(throws: Failure.self) { try weights.entry(name: "fdkn", for: use) }
      #expect(factor?.kind == .usage)
      #expect(factor?.wanted == "x4 or x16; or the model bicubic or guided")
      let name = #expect(throws: Failure.self) { try weights.entry(name: "dkn", for: use) }
      #expect(name?.wanted == "fdkn, bicubic, guided, or the path of a .safetensors file")
      let noise = #expect(throws: Failure.self) {
        try weights.entry(name: "fdkn", for: .noiseReduction)
      }
      #expect(noise?.wanted == "djfr, guided, or the path of a .safetensors file")
    }
  }

  @Test func aMissingFolderHoldsNothing() {
    #expect(ShippedWeights(folder: "/nowhere/at/all").entries.isEmpty)
  }
}
