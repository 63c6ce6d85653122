import BurnishCore
import BurnishFilters
import BurnishTensors
import Testing

/// Numbers and shapes that a user can ask for and cannot have.
@Suite struct RefusedFilterParameterTests {
  private func refusal<Result>(
    _ kind: Failure.Kind, _ words: String, _ body: () throws -> Result
  ) {
    let failure = #expect(throws: Failure.self) { _ = try body() }
    #expect(failure?.kind == kind)
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "none")")
  }

  @Test func guidedFilters() throws {
    for radius in [0, -3] {
      refusal(.usage, "radius of \(radius)") { try GuidedFilter(radius: radius) }
    }
    for epsilon in [0, -1, .nan, .infinity] as [Float] {
      refusal(.usage, "epsilon") { try GuidedFilter(epsilon: epsilon) }
      refusal(.usage, "epsilon") { try GuidedFilter(for: .noiseReduction, epsilon: epsilon) }
    }
    #expect(try GuidedFilter() == GuidedFilter(radius: 8, epsilon: 1e-3))
    #expect(GuidedFilter(for: .upsampling(factor: 0)).radius == 1)
  }

  @Test func minimizations() throws {
    for value in [0, -1, .nan, .infinity] as [Float] {
      refusal(.usage, "strength") { try AlternatingMinimization.l0Smoothing(strength: value) }
      refusal(.usage, "sigma") {
        try AlternatingMinimization.denoising(.totalVariation, sigma: value, channels: 1)
      }
    }
    refusal(.usage, "0 channels") {
      try AlternatingMinimization.denoising(.totalVariation, sigma: 25, channels: 0)
    }
    var method = AlternatingMinimization.l0Smoothing()
    #expect(try method == AlternatingMinimization.l0Smoothing(strength: 0.02))
    for shape in [[1, 1, 0, 5], [2, 1, 5, 5], [5, 5]] {
      refusal(.badData, "\(shape)") { try method.minimize(Tensor(zeros: shape)) }
    }
    method.growth = 1
    #expect(method.betas == [])
    refusal(.usage, "growth") { try method.minimize(Tensor(zeros: [1, 1, 5, 5])) }
  }

  @Test func scribbles() throws {
    let chromaticity = Tensor(zeros: [1, 2, 5, 6])
    refusal(.badData, "no stroke") {
      try Scribbles(mask: Tensor(zeros: [1, 1, 5, 6]), chromaticity: chromaticity)
    }
    for shape in [[1, 1, 6, 5], [5, 6]] {
      refusal(.badData, "\(shape)") {
        try Scribbles(mask: Tensor(repeating: 1, shape: shape), chromaticity: chromaticity)
      }
    }
    let scribbles = try Scribbles(
      mask: Tensor(repeating: 1, shape: [1, 1, 5, 6]), chromaticity: chromaticity)
    for factor in [0, -1] {
      refusal(.usage, "reduction by \(factor)") { try scribbles.reduced(by: factor) }
    }
    refusal(.badData, "[1, 1, 6, 5]") {
      try ScribbleColorization().spread(scribbles, over: Tensor(zeros: [1, 1, 6, 5]))
    }
  }
}
