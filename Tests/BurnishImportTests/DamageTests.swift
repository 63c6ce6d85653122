import BurnishCore
import BurnishImport
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Every randomly damaged weight file is either read or refused.
@Suite(.serialized) struct DamageTests {
  @Test(arguments: [
    "fdkn-pickles.pth", "fdkn-archive.pth", "fdkn-deflated.pth", "djf-5.mat", "djf-5-plain.mat",
    "djf-73.mat", "autoencoder.caffemodel",
  ])
  func areReadOrRefused(_ name: String) throws {
    let original = Array(try Data(contentsOf: URL(fileURLWithPath: golden(name))))
    var reading = ModelImport()
    if !name.hasSuffix("caffemodel") { (reading.factor, reading.residual) = (8, true) }
    var random = RandomNumbers(seed: 3)
    let before = peakMemory()
    var refused = 0
    try withFolder { folder in
      for round in 0..<200 {
        var bytes = original
        for _ in 0...(round % 3) { damage(&bytes, using: &random) }
        let path = "\(folder)/\(round)-\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        do {
          let model = try reading.model(from: path)
          #expect(model.weights.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
        } catch let error as Failure {
          refused += 1
          #expect(error.kind == .badData || error.kind == .usage, "round \(round): \(error)")
          #expect(error.subject == path && !error.found.isEmpty && !error.found.contains("\n"))
        }
      }
      // The folder holds only the damaged files.
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 200)
    }
    // Some files must be refused, or the test proves nothing. Low memory use shows that no false size was
    // trusted.
    #expect(refused >= 40, "only \(refused) of 200 were refused")
    #expect(peakMemory() - before < 600 << 20, "\(peakMemory() - before) bytes more")
  }
}
