import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

@Suite struct ClassScoresTests {
  static let scores = ClassScores(
    samples: Tensor(
      shape: [1, 6, 2, 3],
      values: (0..<36).map { (index: Int) -> Float in Float((index * 7 + index / 6 * 5) % 36) - 12.5
      }))

  @Test func winnersHaveTheGreatestScores() {
    let values = Self.scores.samples.values
    let wanted = (0..<6).map { (pixel: Int) -> UInt16 in
      let scores = (0..<6).map { values[$0 * 6 + pixel] }
      return UInt16(scores.firstIndex(of: scores.max()!)!)
    }
    #expect(Self.scores.winners() == LabelMap(width: 3, height: 2, labels: wanted))
    let first = wanted[0]
    let others = Self.scores.winners(excluding: Int(first))
    #expect(others.labels[0] != first && !others.labels.contains(first))
    #expect(zip(others.labels, wanted).allSatisfy { $0 == $1 || $1 == first })
    let equal = ClassScores(samples: Tensor(repeating: 1, shape: [1, 4, 1, 1]))
    #expect(equal.winners().labels == [0] && equal.winners(excluding: 0).labels == [1])
  }

  @Test func survivesItsFile() throws {
    try withTemporaryFolder { folder in
      try Self.scores.write(to: folder + "/s.npy")
      let copy = try ClassScores.read(folder + "/s.npy")
      expectClose(copy.samples, Self.scores.samples, tolerance: 0)
      #expect(copy.classCount == 6 && copy.width == 3 && copy.height == 2)
    }
  }

  @Test(arguments: [200, 300]) func labelsSurviveTheirFile(_ greatest: Int) throws {
    let labels = LabelMap(width: 2, height: 2, labels: [0, 1, 7, UInt16(greatest)])
    try withTemporaryFolder { folder in
      for ending in ["png", "tif", "pgm", "npy"] {
        try labels.write(to: folder + "/l.\(ending)")
        #expect(try LabelMap.read(folder + "/l.\(ending)") == labels)
      }
      #expect(failure { try labels.write(to: folder + "/l.jpg") }?.kind == .usage)
      #expect(failure { try labels.write(to: folder + "/l.pfm") }?.kind == .usage)
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 2, 2])).write(to: folder + "/c.png")
      let color = failure { _ = try LabelMap.read(folder + "/c.png") }
      #expect(color?.found == "an image of 3 channels")
      try ClassScores(samples: Tensor(repeating: 0.5, shape: [1, 1, 2, 2])).write(
        to: folder + "/f.npy")
      #expect(failure { _ = try LabelMap.read(folder + "/f.npy") }?.kind == .badData)
    }
  }
}
