import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// Inputs, outputs, and gradients that PyTorch computed (Scripts/golden/models.py).
struct GoldenCase {
  let name: String
  let weights: [String: Tensor]
  private let arrays: [String: Tensor]

  init(_ name: String) throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Golden").path
    self.name = name
    weights = try Safetensors.read("\(folder)/\(name).weights.safetensors").tensors
    arrays = try Safetensors.read("\(folder)/\(name).safetensors").tensors
  }

  subscript(key: String) -> Tensor {
    get throws { try #require(arrays[key], "\(name) holds no \(key)") }
  }

  /// Compares every sample, relative to the largest expected one.
  static func expectClose(
    _ actual: Tensor, _ expected: Tensor, absolute: Float = 0, relative: Float = 0,
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard actual.shape == expected.shape else {
      Issue.record(
        "\(what): the shape \(actual.shape) instead of \(expected.shape)",
        sourceLocation: sourceLocation)
      return
    }
    let (found, wanted) = (actual.values, expected.values)
    let largest = wanted.map(abs).max() ?? 0
    let bound = absolute + relative * largest
    var worst = (index: 0, difference: -Float.infinity)
    for index in found.indices {
      let difference = abs(found[index] - wanted[index])
      // A difference that is not a number fails as well.
      if !(difference <= worst.difference) { worst = (index, difference) }
      if difference.isNaN { break }
    }
    #expect(
      worst.difference <= bound,
      "\(what): \(found[worst.index]) instead of \(wanted[worst.index]) at \(worst.index), bound \(bound)",
      sourceLocation: sourceLocation)
  }

  /// Compares the loss, and its gradient for every parameter and input, with PyTorch's.
  func checkTraining(
    of parameters: ParameterSet, inputs names: [String],
    loss: (Variable, Tensor) -> Variable, forward: ([Variable]) -> Variable
  ) throws {
    try parameters.load(weights, from: name)
    let tape = Tape(mode: .training)
    let inputs = try names.map { tape.variable(try self["training.\($0)"]) }
    let output = forward(inputs)
    Self.expectClose(output.value, try self["training.output"], absolute: 1e-4, "\(name) output")
    let value = loss(output, try self["training.truth"])
    Self.expectClose(value.value, try self["training.loss"], relative: 1e-4, "\(name) loss")
    tape.backward(from: value)
    // A bias before a batch normalization has no effect. Its gradient is only a sum of rounding errors over
    // all pixels.
    let scale = try parameters.trainable.map {
      try self["gradient.\($0.path)"].values.map(abs).max() ?? 0
    }.max()!
    for parameter in parameters.trainable {
      let expected = try self["gradient.\(parameter.path)"]
      let hasEffect = expected.values.contains { $0 != 0 }
      Self.expectClose(
        try #require(tape.gradient(of: parameter)), expected,
        absolute: (hasEffect ? 1e-6 : 1e-4) * scale, relative: 1e-3,
        "\(name) gradient of \(parameter.path)")
    }
    for (input, name) in zip(inputs, names) {
      let expected = try self["inputGradient.\(name)"]
      // An image that neither determines kernels nor is sampled has no gradient.
      Self.expectClose(
        tape.gradient(of: input) ?? Tensor(zeros: input.shape), expected, relative: 1e-3,
        "\(self.name) gradient of \(name)")
    }
    for buffer in parameters.buffers {
      Self.expectClose(
        buffer.value, try self["updated.\(buffer.path)"], absolute: 1e-5, relative: 1e-4,
        "\(name) \(buffer.path)")
    }
  }
}
