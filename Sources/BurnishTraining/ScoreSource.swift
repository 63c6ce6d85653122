import Burnish
import BurnishData
import BurnishImages
import BurnishTensors

/// Where the class scores of a training come from, and which of them take part.
struct ScoreSource: Sendable {
  let choice: Recipe.ClassChoice
  /// How many times the scores' resolution is below that of the labels.
  let factor: Int
  /// `nil` where the frames have scores.
  let simulation: ClassScoreSimulation?

  /// Given scores can be cut at their own pixels only.
  var alignment: Int { simulation == nil ? factor : 1 }

  /// The label of pixels that do not count.
  private var ignored: Int? { choice.ignoredLabel < 0 ? nil : choice.ignoredLabel }

  /// The classes that can win a pixel.
  func classes(of count: Int) -> [Int] { (0..<count).filter { $0 != ignored } }

  /// The scores of an image at the low resolution.
  func scores(
    of labels: LabelMap, given: ClassScores?, classCount: Int, random: inout RandomNumbers
  ) -> ClassScores {
    if let given { return given }
    guard let simulation else { preconditionFailure("a frame has no scores") }
    return simulation.scores(
      of: labels, classCount: classCount, ignoring: ignored, random: &random)
  }

  /// Some of the classes of an image: first those that its labels have most often, then those with
  /// the greatest scores; in the order of their numbers.
  func choice(of labels: LabelMap, _ scores: ClassScores, count: Int) -> [Int] {
    var pixels = [Int](repeating: 0, count: scores.classCount)
    for label in labels.labels where label < scores.classCount { pixels[Int(label)] += 1 }
    let area = scores.width * scores.height
    let greatest = scores.samples.withUnsafeSamples { samples in
      (0..<scores.classCount).map { samples[$0 * area..<($0 + 1) * area].max()! }
    }
    return
      classes(of: scores.classCount)
      .sorted { (pixels[$0], greatest[$0], $1) > (pixels[$1], greatest[$1], $0) }
      .prefix(count).sorted()
  }

  /// What a filter is given of some of the classes.
  ///
  /// - Returns: `[1, classes.count, height, width]`, and the scale that it is on, which is that of
  ///   all classes.
  func target(
    _ scores: ClassScores, classes: [Int], height: Int, width: Int
  ) -> (target: Tensor, scale: NetworkScale) {
    let scale = ClassScoreUpsampler.scale(of: scores)
    let shape = scores.samples.shape
    let planes = scores.samples.reshaped(to: [shape[1], 1, shape[2], shape[3]])
    let taken = Tensor.joined(classes.map { planes[$0..<$0 + 1] })
    return (
      scale.normalized(ClassScoreUpsampler.enlarged(taken, height: height, width: width)), scale
    )
  }

  /// For each pixel the place of its label in `classes`, -1 where it is not among them.
  static func indices(of labels: LabelMap, in classes: [Int]) -> [Int32] {
    let places = Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { (UInt16($1), Int32($0)) })
    return labels.labels.map { places[$0] ?? -1 }
  }
}
