import Burnish
import BurnishNetworks
import BurnishTensors
import BurnishTraining
import Foundation
import Testing
import _TestSupport

/// Resuming a training that was ended.
extension TrainerTests {
  @Test("A resumed training gives the bytes of an uninterrupted one", arguments: Kind.allCases)
  func resumes(kind: Kind) throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let change: (String) -> String =
      switch kind {
      case .sharpening: { $0 }
      case .noiseReduction: SyntheticData.noiseReduction
      case .simulatedScores: SyntheticData.segmentation
      case .givenScores: try data.withScoreFolders()
      case .denoising: SyntheticData.denoising
      case .bilinearSharpening: SyntheticData.bilinearSharpening
      case .nearInfrared: SyntheticData.nearInfrared
      case .pairs: SyntheticData.pairs
      }
    if kind == .pairs { try data.writePairs() }
    if kind == .nearInfrared { try data.writeNearInfrared() }
    let recipe = try data.recipe(steps: 6, every: 3, change: change)
    #expect(try train(data, recipe, "whole") != .interrupted(step: 6))

    var steps = 0
    let outcome = try train(
      data, recipe, "parts",
      shouldStop: {
        steps += 1
        return steps == 2
      })
    #expect(outcome == .interrupted(step: 2))
    _ = try train(data, recipe, "parts", resume: true)
    for file in ["state.safetensors", "last.safetensors", "best.safetensors"] {
      let whole = try #require(bytes(data, "whole/\(file)"))
      #expect(whole == bytes(data, "parts/\(file)"), "\(file)")
    }
  }

  @Test("A training resumes with more steps, even if comments in its recipe change")
  func goesOnWithMoreSteps() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    _ = try train(data, try data.recipe(steps: 4, every: 2), "out")
    let longer = try data.recipe("longer.yaml", steps: 8, every: 2) {
      "# As before, but longer.\n" + $0.replacing("seed: 3", with: "seed:   3 # the same")
    }
    let outcome = try train(data, longer, "out", resume: true)
    guard case .finished = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let log = try #require(bytes(data, "out/log.csv").map { String(decoding: $0, as: UTF8.self) })
    let steps = log.split(separator: "\n").dropFirst().compactMap {
      $0.split(separator: ",").first.flatMap { Int($0) }
    }
    #expect(steps.last == 8 && steps.contains(4) && steps == steps.sorted())
  }

  @Test("A different seed gives different weights")
  func seeds() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    _ = try train(data, try data.recipe("a.yaml", steps: 3, every: 3), "a")
    _ = try train(data, try data.recipe("b.yaml", steps: 3, every: 3, seed: 4), "b")
    let (a, b) = (bytes(data, "a/last.safetensors"), bytes(data, "b/last.safetensors"))
    #expect(a != nil && b != nil && a != b)
  }
}
