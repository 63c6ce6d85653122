import BurnishImport
import BurnishTensors
import Foundation
import Testing

/// State dicts as other programs store them (`Scripts/golden/checkpoints.py`), compared with the plain one.
@Suite struct CheckpointTests {
  private func weights(_ name: String) throws -> [String: Tensor] {
    try StateDictionaryTests.reading.model(from: golden(name)).weights
  }

  private func expectPlain(
    _ weights: [String: Tensor], tolerance: Float = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let plain = try self.weights("fdkn-archive.pth")
    #expect(plain.keys.sorted() == weights.keys.sorted(), sourceLocation: sourceLocation)
    for (path, tensor) in plain {
      let difference = weights[path].map { maximumDifference($0, tensor) } ?? .infinity
      #expect(difference <= tolerance, "\(path): \(difference)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    "tutorial.pth", "compiled.pth", "params.pth", "ema.pth", "lightning.pth", "arguments.pth",
    "numpy.pth",
    "nested.pth", "swa.pth", "negated.pth", "unchecked.pth", "prefixed.safetensors",
  ])
  func givesThePlainTensors(_ name: String) throws {
    try expectPlain(weights("checkpoint-\(name)"))
  }

  /// `g v / |v|` has a few roundings.
  @Test(arguments: ["norms.pth", "norms-old.pth"])
  func putsNormalizedWeightsTogether(_ name: String) throws {
    try expectPlain(weights("checkpoint-\(name)"), tolerance: 1e-6)
  }

  @Test(arguments: [
    ("checkpoint-spectral.pth", ["parametrization", "remove_parametrizations"]),
    ("checkpoint-two.pth", ["two state dicts", "first.", "second."]),
    ("refused-overlap.pth", ["within another"]),
  ])
  func refuses(_ name: String, mentions: [String]) throws {
    expectRefused(try golden(name), by: StateDictionaryTests.reading, mentions: mentions)
  }

  @Test func saysThatThereAreNoChecksums() throws {
    let reading = StateDictionaryTests.reading
    let remarks = try reading.model(from: golden("checkpoint-unchecked.pth")).remarks
    #expect(remarks.count == 1 && remarks[0].contains("checksums"))
    #expect(try reading.model(from: golden("checkpoint-params.pth")).remarks.isEmpty)
  }

  /// The importer refuses files that this program wrote.
  @Test func modelsOfThisProgramAreRefused() throws {
    try withFolder { folder in
      let path = "\(folder)/own.safetensors"
      try StateDictionaryTests.reading.model(from: golden("fdkn-archive.pth")).write(to: path)
      expectRefused(path, by: StateDictionaryTests.reading, mentions: ["of this program already"])
    }
  }

  /// Many dictionaries are made from one list. The length of the pickle must limit their memory.
  @Test func dictionariesOfOneListAreBounded() throws {
    func line(_ text: String) -> [UInt8] { Array("c\(text)\n".utf8) }
    var pickle: [UInt8] = [0x80, 2] + line("collections\nOrderedDict") + [0x71, 0]
    // A list of 20,000 pairs (None, None), passed to 20,000 dictionaries.
    pickle += Array("]q\u{1}(".utf8)
    for _ in 0..<20_000 { pickle += [0x4E, 0x4E, 0x86] }
    pickle += Array("e0]".utf8)
    for _ in 0..<20_000 { pickle += [0x68, 0, 0x68, 1, 0x85, 0x52, 0x61] }
    pickle += Array(".".utf8)
    try withFolder { folder in
      let path = "\(folder)/lists.pth"
      try Data(pickle).write(to: URL(fileURLWithPath: path))
      expectRefused(path, by: StateDictionaryTests.reading, mentions: ["dictionaries"])
    }
  }
}
