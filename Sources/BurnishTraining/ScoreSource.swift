import Burnish
import BurnishData
import BurnishImages
import BurnishTensors

/// The source of a training's class scores and the choice of classes.
struct ScoreSource: Sendable {
  let choice: Recipe.ClassChoice
  /// The factor by which the scores' resolution is lower than the labels'.
  let factor: Int
  /// The simulation of scores; `nil` if the frames have scores.
  let simulation: ClassScoreSimulation?

  /// The alignment of crops: stored scores can be cropped only between their own pixels.
  var alignment: Int { simulation == nil ? factor : 1 }

  /// The label of pixels that the loss ignores.
  private var ignored: Int? { choice.ignoredLabel < 0 ? nil : choice.ignoredLabel }

  /// The classes that a pixel can have.
  func classes(of count: Int) -> [Int] { (0..<count).filter { $0 != ignored } }

  /// Returns the scores of an image at the low resolution.
  func scores(
    of labels: LabelMap, given: ClassScores?, classCount: Int, random: inout RandomNumbers
  ) -> ClassScores {
    if let given { return given }
    guard let simulation else { fatalError("a frame has no scores") }
    return simulation.scores(
      of: labels, classCount: classCount, ignoring: ignored, random: &random)
  }

  /// Chooses classes of an image: first the most frequent labels, then the highest scores; in the order of
  /// their numbers.
  func choice(of labels: LabelMap, _ scores: ClassScores, count: Int) -> [Int] {
    var pixels = [Int](repeating: 0, count: scores.classCount)
    for label in labels.labels where label < scores.classCount { pixels[Int(label)] += 1 }
    let area = scores.width * scores.height
    let maximum = scores.samples.withUnsafeSamples { samples in
      (0..<scores.classCount).map { samples[$0 * area..<($0 + 1) * area].max()! }
    }
    return
      classes(of: scores.classCount)
      .sorted { (pixels[$0], maximum[$0], $1) > (pixels[$1], maximum[$1], $0) }
      .prefix(count).sorted()
  }

  /// Makes a filter's input from some classes.
  ///
  /// - Returns: the input, `[1, classes.count, height, width]`, and its scale, which comes from all classes.
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

  /// Returns the index in `classes` of each pixel's label, or -1 if its label is not in `classes`.
  static func indices(of labels: LabelMap, in classes: [Int]) -> [Int32] {
    let places = Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { (UInt16($1), Int32($0)) })
    return labels.labels.map { places[$0] ?? -1 }
  }
}
