import Foundation
import Testing
import _TestSupport

@testable import BurnishTensors

/// The primitives and their gradients, compared with PyTorch (`Scripts/golden/primitives.py`).
@Suite struct GoldenTests {
  static let arrays: [String: ReferenceTensor] = {
    let url = Bundle.module.url(forResource: "Golden/primitives", withExtension: "safetensors")!
    return try! GoldenArrays.safetensors(url)
  }()

  /// The names of the cases that begin with `word`.
  static func cases(_ word: String) -> [String] {
    Set(arrays.keys.compactMap { $0.split(separator: "/").first.map(String.init) })
      .filter { $0.hasPrefix(word + "-") || $0 == word }.sorted()
  }

  private func array(_ name: String) throws -> ReferenceTensor {
    try #require(Self.arrays[name], "the golden file has no array \(name)")
  }

  private func tensor(_ name: String) throws -> Tensor { try array(name).tensor }

  private func settings(_ name: String) throws -> [Int] {
    try array(name + "/settings").values.map { Int($0) }
  }

  private func check(
    _ actual: Tensor, _ name: String, terms: Int, location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try array(name)
    #expect(
      mismatch(
        ReferenceTensor(actual.reshaped(to: expected.shape)), expected,
        .sum(terms: terms, magnitude: max(1, expected.magnitude))) == nil,
      sourceLocation: location)
  }

  @Test func everyCaseIsTested() {
    let words = [
      "convolution", "normalization", "pooling", "unpooling", "bilinear", "shuffle",
      "sampling", "entropy",
    ]
    let counts = words.map { Self.cases($0).count }
    #expect(counts == [6, 2, 1, 1, 3, 2, 4, 2])
    let all = Set(Self.arrays.keys.map { $0.split(separator: "/")[0] })
    #expect(all.count == counts.reduce(0, +))
  }

  @Test(arguments: cases("convolution")) func convolutions(_ name: String) throws {
    let settings = try settings(name)
    let geometry = ConvolutionGeometry(
      stride: settings[0], padding: settings[1], dilation: settings[2])
    let (input, weight) = (try tensor(name + "/input"), try tensor(name + "/weight"))
    let terms = weight.count
    try check(
      input.convolved(weight: weight, bias: tensor(name + "/bias"), geometry: geometry),
      name + "/output", terms: terms)
    let outputGradient = try tensor(name + "/outputGradient")
    try check(
      convolutionInputGradient(
        outputGradient, weight: weight, inputShape: input.shape, geometry: geometry),
      name + "/input.gradient", terms: terms)
    let gradients = convolutionWeightGradient(
      outputGradient, input: input, weightShape: weight.shape, geometry: geometry, bias: true)
    try check(gradients.weight, name + "/weight.gradient", terms: outputGradient.count)
    try check(
      try #require(gradients.bias), name + "/bias.gradient", terms: outputGradient.count)
  }

  @Test(arguments: cases("normalization")) func normalization(_ name: String) throws {
    let (scale, shift) = (try tensor(name + "/scale"), try tensor(name + "/shift"))
    for layout in Layout.allCases {
      let input = layout(try array(name + "/input"))
      let (output, state) = batchNormalization(
        training: input, scale: scale, shift: shift, epsilon: 1e-3)
      let terms = input.count / scale.count
      try check(output, name + "/output", terms: terms)
      try check(state.statistics.mean, name + "/mean", terms: terms)
      try check(state.statistics.variance, name + "/variance", terms: terms)
      let gradients = batchNormalizationGradient(
        layout(try array(name + "/outputGradient")), input: input, scale: scale, shift: shift,
        state: state, epsilon: 1e-3)
      try check(gradients.input, name + "/input.gradient", terms: terms)
      try check(gradients.scale, name + "/scale.gradient", terms: terms)
      try check(gradients.shift, name + "/shift.gradient", terms: terms)
    }
  }

  @Test func poolingAndUnpooling() throws {
    let input = try array("pooling/input")
    let (output, switches) = input.tensor.maxPooled()
    try check(output, "pooling/output", terms: 0)
    // PyTorch's indices count within a plane.
    let area = input.shape[2] * input.shape[3]
    let indices = switches.takenPlaces.map { Double($0 % area) }
    #expect(indices == (try array("pooling/indices").values))
    try check(
      maxPool2x2Gradient(tensor("pooling/outputGradient"), switches: switches),
      "pooling/input.gradient", terms: 0)
    try check(
      tensor("unpooling/input").maxUnpooled(switches), "unpooling/output", terms: 0)
    try check(
      maxUnpool2x2Gradient(tensor("unpooling/outputGradient"), switches: switches),
      "unpooling/input.gradient", terms: 0)
  }

  @Test(arguments: cases("bilinear")) func bilinear(_ name: String) throws {
    let input = try tensor(name + "/input")
    let outputGradient = try tensor(name + "/outputGradient")
    let (height, width) = (outputGradient.shape[2], outputGradient.shape[3])
    try check(input.resizedBilinearly(height: height, width: width), name + "/output", terms: 8)
    try check(
      resizeBilinearGradient(outputGradient, inputShape: input.shape), name + "/input.gradient",
      terms: 32)
  }

  @Test(arguments: cases("shuffle")) func pixelShuffle(_ name: String) throws {
    let block = try settings(name)[0]
    try check(tensor(name + "/input").channelsInBlocks(block), name + "/output", terms: 0)
    try check(
      tensor(name + "/outputGradient").blocksInChannels(block), name + "/input.gradient",
      terms: 0)
  }

  @Test(arguments: cases("sampling"), Layout.allCases)
  func sampling(_ name: String, _ layout: Layout) throws {
    let settings = try settings(name)
    let geometry = SamplingGeometry(
      kernelSize: settings[0], windowRadius: settings[1], subsampling: settings[2],
      border: settings[3] == 1 ? .replicate : .zero)
    let target = try tensor(name + "/target")
    let weights = layout(try array(name + "/weights"))
    let offsets = layout(try array(name + "/offsets"))
    try check(
      deformableSample(target, weights: weights, offsets: offsets, geometry: geometry),
      name + "/output", terms: 64)
    let gradients = deformableSampleGradient(
      try tensor(name + "/outputGradient"), target: target, weights: weights, offsets: offsets,
      geometry: geometry, wantsTarget: true)
    try check(try #require(gradients.target), name + "/target.gradient", terms: 128)
    try check(gradients.weights, name + "/weights.gradient", terms: 64)
    try check(try #require(gradients.offsets), name + "/offsets.gradient", terms: 64)
  }

  /// The stored gradients are multiplied by a gradient of the loss itself.
  @Test(arguments: cases("entropy")) func crossEntropy(_ name: String) throws {
    let logits = try tensor(name + "/input")
    let result: (value: Float, gradient: Tensor)
    if Self.arrays[name + "/labels"] != nil {
      result = softmaxCrossEntropy(
        logits, labels: try array(name + "/labels").values.map { Int32($0) }, ignoring: 2,
        classWeights: try tensor(name + "/classWeights").values)
    } else {
      result = softmaxCrossEntropy(logits, target: try tensor(name + "/target"))
    }
    try check(Tensor(result.value), name + "/output", terms: 16)
    try check(
      result.gradient * (try tensor(name + "/outputGradient").scalar), name + "/input.gradient",
      terms: 16)
  }
}
