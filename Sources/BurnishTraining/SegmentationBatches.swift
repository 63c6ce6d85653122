import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// Makes training batches from labeled frames: crops, mirrored and rotated, with enlarged class scores of a
/// low resolution.
struct SegmentationBatches: Sendable {
  struct Batch: Sendable {
    /// The scores of K classes of each crop, `[N, K, S, S]`, on the filter's scale.
    let target: Tensor
    /// The size of one unit of `target` in scores, repeated to its shape.
    let extents: Tensor
    /// The guide, `[N, 3, S, S]`.
    let guide: Tensor
    /// The index of each pixel's class among the K classes, or -1 if the loss ignores the pixel.
    let labels: [Int32]
  }

  let frames: Samples<StoredLabels>
  let recipe: Recipe
  let scores: ScoreSource

  /// - Throws: ``Failure`` of the kind `badData` if a frame is too small for the recipe's crops, or there are
  ///   fewer classes than a crop needs.
  init(
    frames: Samples<StoredLabels>, recipe: Recipe, scores: ScoreSource, recipePath: String
  ) throws(Failure) {
    try Crop.check(
      frames.elements.map { ($0.width, $0.height, recipePath) }, data: recipe.data,
      alignment: scores.alignment)
    let available = scores.classes(of: frames.classCount).count
    guard scores.choice.classesPerCrop <= available else {
      throw Failure(
        .badData, recipePath, found: "data.classesPerCrop: \(scores.choice.classesPerCrop)",
        wanted: "at most the \(available) classes that there are")
    }
    (self.frames, self.recipe, self.scores) = (frames, recipe, scores)
  }

  /// - Parameter count: the number of crops, the first ones of the step; all if `nil`.
  func batch(step: Int, count: Int? = nil) -> Batch {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let size = recipe.data.cropSize
    let (count, taken) = (count ?? recipe.data.batchSize, scores.choice.classesPerCrop)
    var (targets, extents, guides) = ([Float](), [Float](), [Float]())
    var labels: [Int32] = []
    for _ in 0..<count {
      let frame = frames.elements[random.integer(below: frames.elements.count)]
      let crop = Crop(
        random: &random, width: frame.width, height: frame.height, data: recipe.data,
        alignment: scores.alignment)
      let places = crop.places()
      let truth = LabelMap(
        width: size, height: size, labels: places.map { frame.labels.labels[$0] })
      let low = scores.scores(
        of: truth, given: frame.scores.map { Self.crop($0, crop, factor: scores.factor) },
        classCount: frames.classCount, random: &random)
      let chosen = scores.choice(of: truth, low, count: taken)
      let (sample, scale) = scores.target(low, classes: chosen, height: size, width: size)
      targets += sample.values
      extents += [Float](repeating: scale.extent, count: sample.count)
      guides += frame.colors.samples(at: places)
      labels += ScoreSource.indices(of: truth, in: chosen)
    }
    let shape = [count, taken, size, size]
    return Batch(
      target: Tensor(shape: shape, values: targets),
      extents: Tensor(shape: shape, values: extents),
      guide: Tensor(shape: [count, 3, size, size], values: guides), labels: labels)
  }

  /// Returns the part of low-resolution scores that a crop covers.
  private static func crop(_ scores: ClassScores, _ crop: Crop, factor: Int) -> ClassScores {
    let places = crop.places(factor: factor)
    let area = scores.width * scores.height
    let size = crop.size / factor
    return scores.samples.withUnsafeSamples { samples in
      ClassScores(
        samples: Tensor(
          shape: [1, scores.classCount, size, size],
          values: (0..<scores.classCount).flatMap { label in
            places.map { samples[label * area + $0] }
          }))
    }
  }
}
