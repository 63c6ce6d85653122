import BurnishModels
import Foundation
import Testing

/// Older weight files lack hyperparameters that were added later.
@Suite struct HyperparameterTests {
  @Test func filesWithoutGeometryAreThePapers() throws {
    let text = """
      {"channels": [32, 32, 64, 64, 128, 128], "guide": "gray", "kernelSize": 3, \
      "residual": false, "windowRadius": 7}
      """
    let found = try JSONDecoder().decode(FDKN.Hyperparameters.self, from: Data(text.utf8))
    var wanted = FDKN.Hyperparameters()
    (wanted.guide, wanted.residual) = (.gray, false)
    #expect(found == wanted && found.geometry == .paper)
    wanted.geometry = .release
    let encoded = try JSONEncoder().encode(wanted)
    #expect(try JSONDecoder().decode(FDKN.Hyperparameters.self, from: encoded) == wanted)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FDKN.Hyperparameters.self, from: Data("{}".utf8))
    }
  }

  @Test func filesWithoutPaddingHaveNone() throws {
    let text = """
      {"branchChannels": [96, 48, 1], "branchKernelSizes": [9, 1, 5], \
      "jointChannels": [64, 32, 1], "jointKernelSizes": [9, 1, 5], "skip": true}
      """
    let found = try JSONDecoder().decode(DJF.Hyperparameters.self, from: Data(text.utf8))
    var wanted = DJF.Hyperparameters()
    #expect(found == wanted && found.branchPadding == 0 && found.margin == 12)
    wanted.branchPadding = 2
    #expect(wanted.margin == 6 && wanted.reach == 12)
    let encoded = try JSONEncoder().encode(wanted)
    #expect(try JSONDecoder().decode(DJF.Hyperparameters.self, from: encoded) == wanted)
  }
}
