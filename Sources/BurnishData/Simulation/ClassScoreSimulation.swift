import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// Makes class scores from labels that resemble the output of a coarse network: blurred, noisy, and at a
/// low resolution.
public struct ClassScoreSimulation: Sendable, Hashable {
  /// The factor by which the scores' resolution is lower than the labels'.
  public var factor: Int
  /// The score of a class that fills the surroundings; an absent class scores 0.
  public var contrast: Float
  /// The standard deviation of the normal noise added to every score.
  public var noise: Float

  public init(factor: Int, contrast: Float = 10, noise: Float = 3) {
    require(factor > 0, "a factor of \(factor) is not positive")
    (self.factor, self.contrast, self.noise) = (factor, contrast, noise)
  }

  /// Makes the simulated scores.
  ///
  /// Each block of `factor` by `factor` pixels has one sample. A triangle of `2 * factor` pixels in both
  /// directions weights each class's mask, as in Pillow's antialiased bilinear reduction.
  /// - Parameters:
  ///   - labels: below `classCount`, or `ignored`; both sides are multiples of the factor.
  ///   - ignored: the label of pixels without a class; its scores, if it has any, are noise.
  ///   - random: the source of noise, used class by class and row by row.
  /// - Returns: scores `[1, classCount, H / factor, W / factor]`.
  public func scores(
    of labels: LabelMap, classCount: Int, ignoring ignored: Int?, random: inout RandomNumbers
  ) -> ClassScores {
    require(
      labels.width % factor == 0 && labels.height % factor == 0,
      "\(labels.width)x\(labels.height) labels cannot be divided by \(factor)")
    let (height, width) = (labels.height / factor, labels.width / factor)
    var scores = random.normal(
      shape: [1, classCount, height, width], standardDeviation: noise)
    for label in Set(labels.labels) where Int(label) != ignored {
      require(label < classCount, "the label \(label) is not one of \(classCount) classes")
      let mask = Tensor(
        shape: [1, 1, labels.height, labels.width],
        values: labels.labels.map { $0 == label ? contrast : 0 })
      let reduced = mask.resized(
        height: height, width: width, kernel: .bilinear, dialect: .pillow, antialias: true
      ).values
      scores.withUnsafeMutableSamples { scores in
        for index in reduced.indices {
          scores[Int(label) * reduced.count + index] += reduced[index]
        }
      }
    }
    return ClassScores(samples: scores)
  }
}
