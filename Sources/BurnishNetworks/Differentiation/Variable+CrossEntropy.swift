import BurnishTensors

/// The cross entropy of class scores against the correct class of each pixel, as a scalar.
///
/// The loss of a pixel is `−classWeights[label] · log(softmax(scores)[label])`.
/// - Parameters:
///   - logits: the scores, `[N, C, H, W]`, any finite numbers.
///   - labels: N · H · W classes in row-major order, each in `0..<C` or the ignored label.
///   - ignoring: the label of pixels to ignore.
///   - classWeights: C nonnegative weights; `nil` for ones.
///   - reduction: `.mean` divides by the sum of the counted pixels' weights. A mean over no pixels
///     is zero.
public func softmaxCrossEntropy(
  _ logits: Variable, labels: [Int32], ignoring: Int32? = nil, classWeights: [Float]? = nil,
  reduction: LossReduction = .mean
) -> Variable {
  loss(
    logits,
    softmaxCrossEntropy(
      logits.value, labels: labels, ignoring: ignoring, classWeights: classWeights,
      reduction: reduction))
}

/// The cross entropy of class scores against a class distribution for each pixel, as a
/// scalar.
///
/// The loss of a pixel is `−weight · Σ target[c] · log(softmax(scores)[c])`.
/// - Parameters:
///   - logits: the scores, `[N, C, H, W]`, any finite numbers.
///   - target: the distributions, `[N, C, H, W]`, nonnegative; one-hot for known classes.
///   - pixelWeights: a weight for each pixel, `[N, 1, H, W]`, nonnegative; `nil` for ones.
///   - reduction: `.mean` divides by the sum of the pixels' weights. A mean over no pixels is zero.
public func softmaxCrossEntropy(
  _ logits: Variable, target: Tensor, pixelWeights: Tensor? = nil,
  reduction: LossReduction = .mean
) -> Variable {
  loss(
    logits,
    softmaxCrossEntropy(
      logits.value, target: target, pixelWeights: pixelWeights, reduction: reduction))
}
