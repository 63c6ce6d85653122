import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

/// Makes batches for the training of joint filters from frames: crops, mirrored and rotated, with the
/// recipe's degradation.
///
/// The batch of a step depends only on the seed and the step's number. So a resumed training sees the same
/// batches as an uninterrupted one.
struct JointBatches: Sendable {
  struct Batch: Sendable {
    /// The degraded input, `[N, 1, S, S]`.
    let target: Tensor
    /// The guide, `[N, 3, S, S]`.
    let guide: Tensor
    /// The target before its degradation, `[N, 1, S, S]`.
    let truth: Tensor
  }

  let frames: [any JointSample]
  let recipe: Recipe

  /// - Throws: ``Failure`` of the kind `badData` if a frame is too small for the recipe's crops.
  init(
    frames: [any JointSample], recipe: Recipe, recipePath: String
  ) throws(Failure) {
    try Crop.check(frames.map { ($0.width, $0.height, recipePath) }, data: recipe.data)
    self.frames = frames
    self.recipe = recipe
  }

  /// - Parameter count: the number of samples, the first ones of the step; all if `nil`.
  func batch(step: Int, count: Int? = nil) -> Batch {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let size = recipe.data.cropSize
    var truths: [Float] = []
    var guides: [Float] = []
    let count = count ?? recipe.data.batchSize
    for _ in 0..<count {
      let frame = frames[random.integer(below: frames.count)]
      let crop = Crop(
        random: &random, width: frame.width, height: frame.height, data: recipe.data)
      let samples = frame.samples(at: crop.places(), random: &random)
      truths += samples.truth
      guides += samples.guide
    }
    let truth = Tensor(shape: [count, 1, size, size], values: truths)
    let target = recipe.degradation.applied(to: truth, random: &random)
    return Batch(
      target: target, guide: Tensor(shape: [count, 3, size, size], values: guides), truth: truth)
  }
}
