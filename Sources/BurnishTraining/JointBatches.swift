import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

/// Makes batches for the training of joint filters from frames: crops, mirrored and turned, degraded by the
/// recipe's degradation.
///
/// The batch of a step depends on the seed and the step's number alone, so that a resumed training
/// sees what an uninterrupted one would.
struct JointBatches: Sendable {
  struct Batch: Sendable {
    /// What the network is given, `[N, 1, S, S]`.
    let target: Tensor
    /// `[N, 3, S, S]`.
    let guide: Tensor
    /// What it was, `[N, 1, S, S]`.
    let truth: Tensor
  }

  let frames: [any JointSample]
  let recipe: Recipe

  /// - Throws: ``Failure`` of the kind `badData` where a frame is too small for the recipe's crops.
  init(
    frames: [any JointSample], recipe: Recipe, recipePath: String
  ) throws(Failure) {
    try Crop.check(frames.map { ($0.width, $0.height, recipePath) }, data: recipe.data)
    self.frames = frames
    self.recipe = recipe
  }

  /// - Parameter count: of samples, the first ones of the step's; all of them if not given.
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
