import Burnish
import BurnishCore
import BurnishImport
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// PyTorch's state dicts, compared with the arithmetic of the release for the same weights.
@Suite struct StateDictionaryTests {
  static let reading: ModelImport = {
    var reading = ModelImport()
    reading.factor = 8
    return reading
  }()

  @Test(arguments: ["fdkn-pickles.pth", "fdkn-archive.pth", "fdkn-deflated.pth"])
  func givesWhatTheReleaseGives(_ name: String) throws {
    var reading = Self.reading
    reading.license = "GPL-3.0"
    let model = try reading.model(from: golden(name))
    let card = model.card
    #expect(card.name == "fdkn" && card.task == .depthUpsampling)
    #expect(card.degradation == .upsampling(factor: 8, protocol: .dknBicubic))
    #expect(card.dataLicense == "GPL-3.0" && card.data.contains(name))
    #expect(card.steps == 0 && card.recipe.isEmpty && model.takenFromName.isEmpty)
    let hyperparameters = try card.architecture.hyperparameters
      .decoded(as: FDKN.Hyperparameters.self)
    #expect(hyperparameters.channels == [4, 6, 6, 4, 8, 6])
    #expect(hyperparameters.geometry == .release && hyperparameters.guide == .gray)
    #expect(hyperparameters.kernelSize == 3 && hyperparameters.windowRadius == 7)
    #expect(hyperparameters.residual)
    let (target, guide) = (try expected("fdkn.target"), try expected("fdkn.guide"))
    let wanted = try expected("fdkn.output")
    let filter = try model.filter().filter
    let difference = maximumDifference(filter.filter(target: target, guide: guide), wanted)
    #expect(difference < 2e-6, "\(difference)")
    let plain = FDKN(hyperparameters)
    try plain.parameters.load(model.weights, from: name)
    let recorded = plain(Variable(constant: target), guide: Variable(constant: guide))
    #expect(maximumDifference(recorded.value, wanted) < 2e-6)
    // The paper's geometry gives a different result, so the comparison can fail.
    var paper = hyperparameters
    paper.geometry = .paper
    let network = FDKN(paper)
    try network.parameters.load(model.weights, from: name)
    let other = network(Variable(constant: target), guide: Variable(constant: guide))
    #expect(maximumDifference(other.value, wanted) > 1e-3)
  }

  /// Other number types, strides, shared storages, an enclosing checkpoint, and the names of parallel
  /// training all give exactly the same numbers.
  @Test(arguments: ["fdkn-varied-archive.pth", "fdkn-varied-pickles.pth"])
  func readsEveryWayOfStoring(_ name: String) throws {
    let plain = try Self.reading.model(from: golden("fdkn-archive.pth")).weights
    let varied = try Self.reading.model(from: golden(name)).weights
    #expect(plain.keys.sorted() == varied.keys.sorted())
    for (path, tensor) in plain {
      #expect(
        varied[path]?.shape == tensor.shape && varied[path]?.values == tensor.values, "\(path)")
    }
  }

  @Test(arguments: [
    ("refused-missing.pth", ["no tensor \"DepthKernel.conv4.bias\"", "[4]"]),
    ("refused-shape.pth", ["\"DepthKernel.conv3.weight\"", "[6, 6, 5, 5]", "[6, 6, 3, 3]"]),
    ("refused-other.pth", ["\"features.0.weight\"", "ImageKernel"]),
    ("refused-more.pth", ["\"RefineKernel.conv1.weight\""]),
    ("refused-nan.pth", ["\"ImageKernel.conv2.bias\"", "NaN"]),
    ("refused-stride.pth", ["\"RefineKernel.stretched\""]),
    ("refused-list.pth", ["named tensors", "state_dict()"]),
    ("refused-call.pth", ["\"posix.system\"", "not called"]),
    ("refused-call-pickles.pth", ["\"posix.system\"", "not called"]),
    ("refused-module.pth", ["torch.nn.modules", "model.state_dict()"]),
    ("refused-compressed.pth", ["compressed by another method", "deflated"]),
    ("refused-order.pth", ["highest byte first"]),
  ])
  func refuses(_ name: String, mentions: [String]) throws {
    expectRefused(try golden(name), by: Self.reading, mentions: mentions)
    #expect(!FileManager.default.fileExists(atPath: "hostile-was-here"))
  }

  @Test func noticesAWrongChecksum() throws {
    try withFolder { folder in
      var bytes = try Data(contentsOf: URL(fileURLWithPath: golden("fdkn-archive.pth")))
      // A byte of the sixth member, which is a storage.
      bytes[bytes.count / 2] ^= 1
      let path = "\(folder)/flipped.pth"
      try bytes.write(to: URL(fileURLWithPath: path))
      let failure = #expect(throws: Failure.self) { try Self.reading.model(from: path) }
      #expect(failure?.kind == .badData)
    }
  }

  /// A pickle may be nested as deeply as its length allows, and may contain itself.
  @Test func survivesNesting() throws {
    try withFolder { folder in
      for (name, opcodes) in [
        ("tuples", [UInt8(ascii: ")")] + [UInt8](repeating: 0x85, count: 200_000)),
        (
          "lists",
          [UInt8](repeating: UInt8(ascii: "]"), count: 200_000)
            + [UInt8](repeating: UInt8(ascii: "a"), count: 199_999)
        ),
        ("circle", Array("]q\u{0}h\u{0}a".utf8)),
        ("marks", [UInt8](repeating: UInt8(ascii: "("), count: 200_000)),
      ] {
        let path = "\(folder)/\(name).pth"
        try Data([0x80, 2] + opcodes + [UInt8(ascii: ".")]).write(to: URL(fileURLWithPath: path))
        expectRefused(path, by: Self.reading, mentions: [])
      }
    }
  }

  @Test func asksForWhatTheFileLeavesOpen() throws {
    let failure = #expect(throws: Failure.self) {
      try ModelImport().model(from: golden("fdkn-archive.pth"))
    }
    #expect(failure?.kind == .usage && failure?.choice == .purpose)
    var noise = ModelImport()
    noise.sigma = 18
    let card = try noise.model(from: golden("fdkn-archive.pth")).card
    #expect(card.task == .noiseReduction && card.degradation == .gaussianNoise(sigma: 18))
  }

  @Test func knowsTheNamesOfReleases() throws {
    try withFolder { folder in
      let path = "\(folder)/FDKN_16x"
      try FileManager.default.copyItem(atPath: golden("fdkn-pickles.pth"), toPath: path)
      let model = try ModelImport().model(from: path)
      #expect(model.card.degradation == .upsampling(factor: 16, protocol: .dknBicubic))
      #expect(model.takenFromName == ["upsampling x16"])
    }
  }
}
