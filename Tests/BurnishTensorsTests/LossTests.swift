import Foundation
import Testing
import _TestSupport

@testable import BurnishTensors

@Suite struct LossTests {
  static let shapes = [[1], [2, 3, 5, 7], [1, 1, 190, 180]]
  static let losses: [Reference.SampleLoss] = [.l1, .l2, .charbonnier(0.125)]

  private func evaluate(
    _ loss: Reference.SampleLoss, _ prediction: Tensor, _ target: Tensor, _ mask: Tensor?,
    _ reduction: LossReduction
  ) -> (value: Float, gradient: Tensor) {
    switch loss {
    case .l1: l1Loss(prediction, target: target, mask: mask, reduction: reduction)
    case .l2: l2Loss(prediction, target: target, mask: mask, reduction: reduction)
    case .charbonnier(let epsilon):
      charbonnierLoss(
        prediction, target: target, epsilon: Float(epsilon), mask: mask, reduction: reduction)
    }
  }

  @Test(arguments: shapes, losses) func againstReference(
    _ shape: [Int], _ loss: Reference.SampleLoss
  ) {
    var inputs = Inputs(81)
    let (prediction, target) = (inputs.normal(shape), inputs.normal(shape))
    let mask = inputs.uniform(shape).map { $0 < 0.3 ? 0 : $0 < 0.6 ? 0.5 : 1 }
    let masks: [ReferenceTensor?] = shape.count > 1 ? [nil, mask] : [nil]
    for mask in masks {
      for reduction in [LossReduction.mean, .sum] {
        let actual = evaluate(loss, prediction.tensor, target.tensor, mask?.tensor, reduction)
        let expected = Reference.loss(
          loss, prediction, target: target, mask: mask, isMean: reduction == .mean)
        #expect(
          mismatch(
            Tensor(actual.value), ReferenceTensor(shape: [], values: [expected.value]),
            .roundings(6)) == nil)
        #expect(
          mismatch(
            actual.gradient, expected.gradient,
            .sum(terms: 6, magnitude: expected.gradient.magnitude)) == nil)
      }
    }
  }

  @Test(arguments: losses)
  func referenceGradientsAgreeWithFiniteDifferences(_ loss: Reference.SampleLoss) {
    var inputs = Inputs(82)
    let (prediction, target) = (inputs.normal([2, 1, 3, 4]), inputs.normal([2, 1, 3, 4]))
    let mask = inputs.uniform([2, 1, 3, 4])
    #expect(
      finiteDifferenceMismatch(
        Reference.loss(loss, prediction, target: target, mask: mask).gradient,
        of: { Reference.loss(loss, $0, target: target, mask: mask).value }, at: prediction) == nil)
  }

  @Test(arguments: losses) func maskedSamplesDoNotCount(_ loss: Reference.SampleLoss) {
    let prediction = Tensor(shape: [4], values: [1, .nan, 3, 4])
    let target = Tensor(shape: [4], values: [0, 2, .infinity, 4])
    let mask = Tensor(shape: [4], values: [1, 0, 0, 1])
    let result = evaluate(loss, prediction, target, mask, .mean)
    #expect(result.value.isFinite)
    #expect(result.gradient.values[1...2] == [0, 0])
    #expect(result.gradient.values[3] == 0)
    let nothing = evaluate(loss, prediction, target, Tensor(zeros: [4]), .mean)
    #expect(nothing.value == 0)
    #expect(nothing.gradient.values == [0, 0, 0, 0])
    #expect(evaluate(loss, prediction, target, nil, .mean).value.isNaN)
  }

  @Test(
    arguments: [[1, 2, 3, 5], [2, 5, 4, 7], [1, 17, 20, 19], [2, 1, 2, 2]], Layout.allCases)
  func crossEntropy(_ shape: [Int], _ layout: Layout) {
    var inputs = Inputs(83)
    let logits = ReferenceTensor(inputs.normal(shape).map { 4 * $0 }.tensor)
    let pixels = shape[0] * shape[2] * shape[3]
    let labels = inputs.labels(pixels, below: shape[1])
    let classWeights = inputs.uniform([shape[1]], in: 0.5..<2)
    var oneHot = ReferenceTensor(zeros: shape)
    for (pixel, label) in labels.enumerated() {
      let plane = shape[2] * shape[3]
      oneHot[pixel / plane, Int(label), pixel % plane / shape[3], pixel % shape[3]] = 1
    }
    // The last class's pixels are ignored in one round.
    for ignored in [nil, Int32(shape[1] - 1)] {
      for isMean in [true, false] {
        let weights = labels.map { $0 == ignored ? 0 : classWeights.values[Int($0)] }
        let hard = softmaxCrossEntropy(
          layout(logits), labels: labels, ignoring: ignored,
          classWeights: classWeights.values.map(Float.init), reduction: isMean ? .mean : .sum)
        guard !isMean || weights.contains(where: { $0 != 0 }) else {
          #expect(hard.value == 0)
          continue
        }
        let expected = Reference.crossEntropy(
          logits, target: oneHot, weights: weights, isMean: isMean)
        check(hard, expected)
      }
    }
    let soft = ReferenceTensor(inputs.uniform(shape).map { $0 / Double(shape[1]) }.tensor)
    let pixelWeights = inputs.uniform([shape[0], 1, shape[2], shape[3]])
    check(
      softmaxCrossEntropy(
        layout(logits), target: layout(soft), pixelWeights: pixelWeights.tensor),
      Reference.crossEntropy(logits, target: soft, weights: pixelWeights.values))
    check(
      softmaxCrossEntropy(layout(logits), target: soft.tensor),
      Reference.crossEntropy(logits, target: soft, weights: Array(repeating: 1, count: pixels)))
  }

  private func check(
    _ actual: (value: Float, gradient: Tensor),
    _ expected: (value: Double, gradient: ReferenceTensor),
    location: SourceLocation = #_sourceLocation
  ) {
    // The exponential passes on the rounding errors of scores of up to about 20.
    let tolerance = Tolerance(absolute: 64 * 0x1p-24 * max(1, abs(expected.value)))
    #expect(
      mismatch(
        Tensor(actual.value), ReferenceTensor(shape: [], values: [expected.value]), tolerance)
        == nil, sourceLocation: location)
    #expect(
      mismatch(
        actual.gradient, expected.gradient,
        .sum(terms: 64, magnitude: expected.gradient.magnitude)) == nil, sourceLocation: location)
  }

  @Test func referenceCrossEntropyAgreesWithFiniteDifferences() {
    var inputs = Inputs(84)
    let (logits, target) = (inputs.normal([2, 4, 2, 3]), inputs.uniform([2, 4, 2, 3]))
    let weights = inputs.uniform([12]).values
    #expect(
      finiteDifferenceMismatch(
        Reference.crossEntropy(logits, target: target, weights: weights).gradient,
        of: { Reference.crossEntropy($0, target: target, weights: weights).value }, at: logits)
        == nil)
  }

  @Test func crossEntropyOfHugeScores() {
    let logits = Tensor(shape: [1, 2, 1, 2], values: [1e30, -1e4, -1e30, 1e4])
    let right = softmaxCrossEntropy(logits, labels: [0, 1])
    #expect(right.value == 0)
    #expect(right.gradient.values == [0, 0, 0, 0])
    let wrong = softmaxCrossEntropy(logits, labels: [0, 0], reduction: .sum)
    #expect(wrong.value == 2e4)
    #expect(wrong.gradient.values == [0, -1, 0, 1])
  }
}
