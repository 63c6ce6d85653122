import Foundation

extension Reference {
  /// A loss of one sample's difference, and its slope.
  public enum SampleLoss: Sendable {
    case l1
    case l2
    case charbonnier(Double)

    func value(_ difference: Double) -> Double {
      switch self {
      case .l1: abs(difference)
      case .l2: difference * difference
      case .charbonnier(let epsilon): hypot(difference, epsilon)
      }
    }

    func slope(_ difference: Double) -> Double {
      switch self {
      case .l1: difference > 0 ? 1 : difference < 0 ? -1 : 0
      case .l2: 2 * difference
      case .charbonnier(let epsilon): difference / hypot(difference, epsilon)
      }
    }
  }

  /// The weighted mean (or sum) of a loss, and its gradient with respect to the prediction.
  public static func loss(
    _ loss: SampleLoss, _ prediction: ReferenceTensor, target: ReferenceTensor,
    mask: ReferenceTensor? = nil, isMean: Bool = true
  ) -> (value: Double, gradient: ReferenceTensor) {
    let mask = mask ?? prediction.map { _ in 1 }
    let total = isMean ? mask.values.reduce(0, +) : 1
    let difference = prediction.zip(target, -)
    return (
      difference.map(loss.value).dot(mask) / total,
      difference.map(loss.slope).zip(mask) { $0 * $1 / total }
    )
  }

  /// The weighted mean (or sum) of the cross entropy against distributions, and its gradient.
  /// - Parameter weights: N * H * W weights, one for each pixel.
  public static func crossEntropy(
    _ logits: ReferenceTensor, target: ReferenceTensor, weights: [Double], isMean: Bool = true
  ) -> (value: Double, gradient: ReferenceTensor) {
    let shape = logits.shape
    let total = isMean ? weights.reduce(0, +) : 1
    var (value, gradient) = (0.0, ReferenceTensor(zeros: shape))
    for n in 0..<shape[0] {
      for y in 0..<shape[2] {
        for x in 0..<shape[3] {
          let weight = weights[(n * shape[2] + y) * shape[3] + x] / total
          let scores = (0..<shape[1]).map { logits[n, $0, y, x] }
          let greatest = scores.max()!
          let exponentials = scores.map { exp($0 - greatest) }
          let sum = exponentials.reduce(0, +)
          let mass = (0..<shape[1]).reduce(0) { $0 + target[n, $1, y, x] }
          for c in 0..<shape[1] {
            let probability = target[n, c, y, x]
            if probability != 0 {
              value -= weight * probability * (scores[c] - greatest - log(sum))
            }
            gradient[n, c, y, x] = weight * (mass * exponentials[c] / sum - probability)
          }
        }
      }
    }
    return (value, gradient)
  }
}
