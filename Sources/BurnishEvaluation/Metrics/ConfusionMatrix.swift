import BurnishCore
import BurnishImages

/// Counts the pixels of any number of images by true class and predicted class.
public struct ConfusionMatrix: Sendable, Hashable {
  public let classCount: Int
  /// The label of pixels that do not count.
  public let ignored: Int?
  /// The counts: for true class t and predicted class p at `t * classCount + p`.
  private var counts: [Int]

  public init(classCount: Int, ignoring ignored: Int? = nil) {
    self.classCount = classCount
    self.ignored = ignored
    counts = Array(repeating: 0, count: classCount * classCount)
  }

  /// Adds an image.
  ///
  /// - Parameters:
  ///   - predicted: labels below ``classCount``.
  ///   - truth: labels below ``classCount``, or ``ignored``, of the same size.
  public mutating func add(_ predicted: LabelMap, truth: LabelMap) {
    require(
      predicted.width == truth.width && predicted.height == truth.height,
      "labels of \(predicted.width)x\(predicted.height) pixels cannot be judged by those of "
        + "\(truth.width)x\(truth.height)")
    for (found, wanted) in zip(predicted.labels, truth.labels) where Int(wanted) != ignored {
      precondition(
        found < classCount && wanted < classCount,
        "a label \(max(found, wanted)) is not one of \(classCount) classes")
      counts[Int(wanted) * classCount + Int(found)] += 1
    }
  }

  /// The mean intersection over union (`miou`, 1 is perfect): for each class, the pixels that have it in both
  /// truth and prediction, divided by the pixels that have it in either.
  ///
  /// Classes without pixels and the ignored label do not count. NaN if nothing was counted.
  public var meanIntersectionOverUnion: Double {
    var (sum, present) = (0.0, 0)
    for label in 0..<classCount where label != ignored {
      let both = counts[label * classCount + label]
      let either = (0..<classCount).reduce(-both) {
        $0 + counts[label * classCount + $1] + counts[$1 * classCount + label]
      }
      guard either > 0 else { continue }
      sum += Double(both) / Double(either)
      present += 1
    }
    return sum / Double(present)
  }
}
