import Burnish
import BurnishImages
import BurnishTensors

/// Makes class scores from labels, as a network that sees little detail might give them: blurred, at
/// a low resolution, noisy.
public struct ClassScoreSimulation: Sendable, Hashable {
  /// How many times the resolution of the scores is below that of the labels.
  public var factor: Int
  /// The score of a class where it fills the surroundings; that of a class which is absent is 0.
  public var contrast: Float
  /// The standard deviation of the normal noise that is added to every score.
  public var noise: Float

  public init(factor: Int, contrast: Float = 10, noise: Float = 3) {
    precondition(factor > 0, "a factor of \(factor) is not positive")
    (self.factor, self.contrast, self.noise) = (factor, contrast, noise)
  }

  /// The simulated scores.
  ///
  /// Each class's mask is weighted with a triangle of `2 * factor` pixels in both directions, a
  /// sample in each block of `factor` by `factor` pixels (as Pillow's bilinear reduction, which is
  /// antialiased).
  /// - Parameters:
  ///   - labels: below `classCount`, or `ignored`; both sides are multiples of the factor.
  ///   - ignored: the label of pixels that belong to no class; its scores, if it has any, are
  ///     noise.
  ///   - random: where noise comes from: class by class, row by row.
  /// - Returns: scores `[1, classCount, H / factor, W / factor]`.
  public func scores(
    of labels: LabelMap, classCount: Int, ignoring ignored: Int?, random: inout RandomNumbers
  ) -> ClassScores {
    precondition(
      labels.width % factor == 0 && labels.height % factor == 0,
      "\(labels.width)x\(labels.height) labels cannot be divided by \(factor)")
    let (height, width) = (labels.height / factor, labels.width / factor)
    var scores = random.normal(
      shape: [1, classCount, height, width], standardDeviation: noise)
    for label in Set(labels.labels) where Int(label) != ignored {
      precondition(label < classCount, "the label \(label) is not one of \(classCount) classes")
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
