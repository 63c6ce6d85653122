import Testing
import _TestSupport

@testable import BurnishTensors

/// A target and a sampling geometry.
struct SamplingCase: Sendable, CustomTestStringConvertible {
  var target: [Int]
  var geometry: SamplingGeometry
  /// The standard deviation of the offsets in pixels.
  var spread: Float = 1.5

  var testDescription: String { "\(target) by \(geometry) spread \(spread)" }

  static let all: [SamplingCase] = [
    .init(target: [1, 1, 1, 1], geometry: .init(windowRadius: 2)),
    .init(target: [2, 3, 7, 9], geometry: .init(windowRadius: 3)),
    .init(target: [1, 1, 13, 6], geometry: .init(windowRadius: 7, border: .zero), spread: 4),
    .init(target: [1, 2, 6, 10], geometry: .init(windowRadius: 2, subsampling: 2)),
    .init(target: [2, 1, 9, 12], geometry: .init(windowRadius: 4, subsampling: 3, border: .zero)),
    .init(target: [2, 1, 12, 20], geometry: .init(subsampling: 4)),
    .init(target: [1, 3, 8, 8], geometry: .init(subsampling: 4, border: .zero), spread: 5),
    .init(target: [1, 1, 11, 15], geometry: .init(kernelSize: 5, windowRadius: 1)),
    .init(target: [1, 1, 10, 7], geometry: .init(kernelSize: 1, windowRadius: 0), spread: 0.5),
    .init(target: [1, 1, 9, 9], geometry: .moved),
    .init(target: [1, 1, 80, 6], geometry: .init(windowRadius: 2), spread: 3),
    .init(target: [2, 1, 11, 13], geometry: .sparse(stride: 4, row: 3, column: 1)),
    .init(target: [1, 2, 6, 6], geometry: .sparse(stride: 2, row: 0, column: 1, border: .zero)),
    .init(target: [1, 1, 90, 9], geometry: .sparse(stride: 3, row: 2, column: 2), spread: 4),
  ]

  static let small = all.filter { $0.target.reduce(1, *) <= 160 && $0.geometry.kernelSize < 5 }

  func inputs() -> (target: ReferenceTensor, weights: ReferenceTensor, offsets: ReferenceTensor) {
    var inputs = Inputs(51)
    return (
      inputs.normal(target), inputs.normal(geometry.weightsShape(forTarget: target)),
      inputs.normal(geometry.offsetsShape(forTarget: target), standardDeviation: spread)
    )
  }
}

extension SamplingGeometry {
  fileprivate static func sparse(
    stride: Int, row: Int, column: Int, border: SamplingBorder = .replicate
  ) -> SamplingGeometry {
    var geometry = SamplingGeometry(windowRadius: 3, border: border)
    geometry.lattice = PixelLattice(stride: stride, row: row, column: column)
    return geometry
  }

  fileprivate static var moved: SamplingGeometry {
    var geometry = SamplingGeometry(windowRadius: 3)
    geometry.tapSpacing = 0.75
    geometry.tapShift = 0.5
    geometry.offsetScale = 1.25
    return geometry
  }
}

@Suite struct DeformableSamplingTests {
  /// Single precision also rounds the position. The slope of the target multiplies this error.
  private func bound(_ terms: Int, _ magnitude: ReferenceTensor) -> Tolerance {
    .sum(terms: 16 + terms, magnitude: 4 * magnitude.magnitude)
  }

  @Test(arguments: SamplingCase.all, Layout.allCases)
  func forward(_ item: SamplingCase, _ layout: Layout) {
    let (target, weights, offsets) = item.inputs()
    let actual = deformableSample(
      target.tensor, weights: layout(weights), offsets: layout(offsets), geometry: item.geometry)
    let expected = Reference.deformableSample(
      target, weights: weights, offsets: offsets, geometry: item.geometry)
    let magnitude = Reference.deformableSample(
      absolute(target), weights: absolute(weights), offsets: offsets, geometry: item.geometry)
    #expect(mismatch(actual, expected, bound(item.geometry.tapCount, magnitude)) == nil)
  }

  @Test(arguments: SamplingCase.all, Layout.allCases)
  func gradients(_ item: SamplingCase, _ layout: Layout) throws {
    let (target, weights, offsets) = item.inputs()
    var more = Inputs(52)
    let outputGradient = more.normal(item.geometry.outputShape(forTarget: item.target))
    let actual = deformableSampleGradient(
      outputGradient.tensor, target: target.tensor, weights: layout(weights),
      offsets: layout(offsets), geometry: item.geometry, wantsTarget: true)
    let expected = Reference.deformableSampleGradient(
      outputGradient, target: target, weights: weights, offsets: offsets, geometry: item.geometry)
    let magnitude = Reference.deformableSampleGradient(
      absolute(outputGradient), target: absolute(target), weights: absolute(weights),
      offsets: offsets, geometry: item.geometry)
    let channels = item.target[1]
    #expect(
      mismatch(try #require(actual.target), expected.target, bound(64, magnitude.target)) == nil)
    #expect(mismatch(actual.weights, expected.weights, bound(channels, magnitude.weights)) == nil)
    // Gradients for offsets are differences, so the bound uses the magnitude of their terms.
    #expect(
      mismatch(
        try #require(actual.offsets), expected.offsets,
        bound(
          channels,
          ReferenceTensor(
            shape: [1],
            values: [
              outputGradient.magnitude * target.magnitude * weights.magnitude * Double(channels)
            ]))) == nil)
    let without = deformableSampleGradient(
      outputGradient.tensor, target: target.tensor, weights: layout(weights),
      offsets: layout(offsets), geometry: item.geometry, wantsTarget: false)
    #expect(without.target == nil)
    #expect(byteMismatch(without.weights, actual.weights) == nil)
    #expect(byteMismatch(try #require(without.offsets), try #require(actual.offsets)) == nil)
  }

  @Test(arguments: SamplingCase.small)
  func referenceGradientsAgreeWithFiniteDifferences(_ item: SamplingCase) {
    let (target, weights, offsets) = item.inputs()
    var more = Inputs(53)
    let factors = more.normal(item.geometry.outputShape(forTarget: item.target))
    func value(
      _ target: ReferenceTensor, _ weights: ReferenceTensor, _ offsets: ReferenceTensor
    ) -> Double {
      Reference.deformableSample(
        target, weights: weights, offsets: offsets, geometry: item.geometry
      ).dot(factors)
    }
    let gradient = Reference.deformableSampleGradient(
      factors, target: target, weights: weights, offsets: offsets, geometry: item.geometry)
    #expect(
      finiteDifferenceMismatch(gradient.target, of: { value($0, weights, offsets) }, at: target)
        == nil)
    #expect(
      finiteDifferenceMismatch(gradient.weights, of: { value(target, $0, offsets) }, at: weights)
        == nil)
    #expect(
      finiteDifferenceMismatch(
        gradient.offsets, of: { value(target, weights, $0) }, at: offsets, step: 1e-8,
        tolerance: 1e-5) == nil)
  }

  @Test(arguments: SamplingCase.all.filter { $0.geometry.kernelSize > 1 }, Layout.allCases)
  func fused(_ item: SamplingCase, _ layout: Layout) {
    let (target, _, offsets) = item.inputs()
    var more = Inputs(54)
    let shape = item.geometry.weightsShape(forTarget: item.target)
    let guideWeights = more.uniform(shape)
    let targetWeights = more.uniform(shape)
    let targetOffsets = more.normal(offsets.shape)
    for normalization in [KernelNormalization.meanSubtraction, .sumToOne] {
      let actual = deformableKernelSample(
        target.tensor,
        branches: [
          KernelFactors(weights: layout(guideWeights), offsets: layout(offsets)),
          KernelFactors(weights: layout(targetWeights), offsets: layout(targetOffsets)),
        ], geometry: item.geometry, normalization: normalization)
      let expected = Reference.deformableKernelSample(
        target, guideWeights: guideWeights, targetWeights: targetWeights, guideOffsets: offsets,
        targetOffsets: targetOffsets, geometry: item.geometry, normalization: normalization)
      let taps = Double(item.geometry.tapCount)
      #expect(
        mismatch(
          actual, expected, .sum(terms: 32, magnitude: 4 * taps * target.magnitude)) == nil)
    }
  }

  /// A closed form: one tap of weight 1 that reads half a pixel to the right and a quarter up.
  @Test func readsAtTheOffset() {
    let target = Tensor(shape: [1, 1, 2, 3], values: [0, 1, 4, 8, 16, 32])
    let geometry = SamplingGeometry(kernelSize: 1, windowRadius: 2)
    let offsets = Tensor(
      shape: [1, 2, 2, 3],
      values: [Float](repeating: 0.5, count: 6) + [Float](repeating: -0.25, count: 6))
    let ones = Tensor(repeating: 1, shape: [1, 1, 2, 3])
    let result = deformableSample(target, weights: ones, offsets: offsets, geometry: geometry)
    #expect(result.values == [0.5, 2.5, 4, 9.125, 18.625, 25])
  }

  @Test func aConstantTargetGivesTheSumOfTheWeights() {
    var inputs = Inputs(55)
    let geometry = SamplingGeometry(subsampling: 4)
    let shape = [1, 1, 12, 16]
    let weights = inputs.uniform(geometry.weightsShape(forTarget: shape))
    let offsets = inputs.normal(geometry.offsetsShape(forTarget: shape), standardDeviation: 6)
    let result = deformableSample(
      Tensor(repeating: 2, shape: shape), weights: weights.tensor, offsets: offsets.tensor,
      geometry: geometry)
    let perTap = ReferenceTensor(
      weights.tensor.channelsInBlocks(4))
    let sums = ReferenceTensor(
      shape: shape,
      values: (0..<shape[2] * shape[3]).map { pixel in
        (0..<9).reduce(0) { $0 + 2 * perTap.values[$1 * shape[2] * shape[3] + pixel] }
      })
    #expect(mismatch(result, sums, .sum(terms: 40, magnitude: 18)) == nil)
  }

  @Test(arguments: [SamplingBorder.replicate, .zero])
  func offsetsThatAreNotFiniteDoNotCrash(_ border: SamplingBorder) {
    let geometry = SamplingGeometry(kernelSize: 1, windowRadius: 2, border: border)
    let shape = [1, 1, 3, 6]
    var x = [Float](repeating: 0, count: 18)
    x[6...11] = [.infinity, -.infinity, .nan, 3e38, -3e38, 1]
    let offsets = Tensor(shape: [1, 2, 3, 6], values: x + [Float](repeating: 0, count: 18))
    let target = Tensor(shape: shape, values: (0..<18).map(Float.init))
    let ones = Tensor(repeating: 1, shape: shape)
    let result = deformableSample(target, weights: ones, offsets: offsets, geometry: geometry)
    let outside: Float = border == .zero ? 0 : 6
    let row = Array(result.values[6..<12])
    #expect(row[0] == 8)
    #expect(row[1] == outside)
    #expect(row[2].isNaN)
    #expect(row[3] == 11)
    #expect(row[4] == 8)
    #expect(row[5] == (border == .zero ? 0 : 11))
    #expect(result.values.indices.filter { result.values[$0].isNaN } == [8])
    let gradient = deformableSampleGradient(
      ones, target: target, weights: ones, offsets: offsets, geometry: geometry, wantsTarget: true)
    #expect(gradient.offsets?.values[6] == 0)
    #expect(gradient.offsets?.values[7] == 0)
    #expect(gradient.weights.values[8].isNaN)
  }
}
