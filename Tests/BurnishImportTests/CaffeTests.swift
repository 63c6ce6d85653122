import Burnish
import BurnishCore
import BurnishImport
import BurnishModels
import Testing

/// Caffe's autoencoder, compared with the arithmetic of its release for the same weights.
@Suite struct CaffeTests {
  @Test func givesWhatTheReleaseGives() throws {
    let model = try ModelImport().model(from: golden("autoencoder.caffemodel"))
    #expect(model.card.name == "autoencoder" && model.card.task == .denoising)
    // The network's noise layer gives the level of the training noise.
    #expect(model.card.degradation == .gaussianNoise(sigma: 25))
    let hyperparameters = try model.card.architecture.hyperparameters
      .decoded(as: DenoisingAutoencoder.Hyperparameters.self)
    #expect(hyperparameters.depth == 5 && hyperparameters.channels == 8)
    #expect(hyperparameters.imageChannels == 3)
    try withFolder { folder in
      let path = "\(folder)/model.safetensors"
      try model.write(to: path)
      let restored = try ImageModel(contentsOf: path)
      #expect(restored.card == model.card)
      let output = restored.filter.filter(try expected("autoencoder.picture"))
      // Both computations scale by 255, which costs precision.
      let difference = maximumDifference(output, try expected("autoencoder.output"))
      #expect(difference < 2e-5, "\(difference)")
      let failure = #expect(throws: Failure.self) { try JointModel(contentsOf: path) }
      #expect(failure?.found.contains("takes no guide") == true)
      let joint = "\(folder)/joint.safetensors"
      try StateDictionaryTests.reading.model(from: golden("fdkn-archive.pth")).write(to: joint)
      let other = #expect(throws: Failure.self) { try ImageModel(contentsOf: joint) }
      #expect(other?.wanted.hasPrefix("DenoisingAutoencoder") == true)
    }
  }

  @Test(arguments: [
    ("refused-shape.caffemodel", ["\"conv3.blobs[0]\"", "[8, 8, 5, 5]", "[8, 8, 3, 3]"]),
    ("refused-padding.caffemodel", ["\"conv1\"", "padding of 0"]),
    ("refused-other.caffemodel", ["\"conv1\"", "\"fc6\""]),
    ("refused-old.caffemodel", ["first version"]),
    ("refused-leak.caffemodel", ["\"relu2\"", "negative slope"]),
    ("refused-scale.caffemodel", ["\"scale2\"", "\"Scale\"", "\"ReLU\""]),
    ("refused-more.caffemodel", ["\"up\"", "behind the last"]),
  ])
  func refuses(_ name: String, mentions: [String]) throws {
    expectRefused(try golden(name), by: ModelImport(), mentions: mentions)
  }
}
