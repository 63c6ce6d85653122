import Burnish
import BurnishTensors

/// Makes batches for training from frames: crops, mirrored and turned, whose depth is spoilt by the
/// recipe's degradation.
///
/// A crop is treated as a picture of its own, borders included, as test pictures are. The batch of a
/// step depends on the seed and the step's number alone, so that a resumed training sees what an
/// uninterrupted one would.
struct DepthBatches: Sendable {
  struct Batch: Sendable {
    /// Depth as the network is given it, `[N, 1, S, S]`.
    let target: Tensor
    /// `[N, 3, S, S]`.
    let guide: Tensor
    /// Depth as it was, `[N, 1, S, S]`.
    let truth: Tensor
  }

  let frames: DepthFrames
  let recipe: Recipe

  /// - Throws: ``Failure`` of the kind `badData` where a frame is too small for the recipe's crops.
  init(frames: DepthFrames, recipe: Recipe, recipePath: String) throws(Failure) {
    let needed = recipe.data.cropSize + 2 * recipe.data.margin
    for frame in frames.frames where min(frame.width, frame.height) < needed {
      throw Failure(
        .badData, recipePath,
        found: "crops of \(recipe.data.cropSize) in frames of \(frame.width)x\(frame.height)",
        wanted: "data.cropSize and twice data.margin to fit")
    }
    self.frames = frames
    self.recipe = recipe
  }

  func batch(step: Int) -> Batch {
    var random = RandomNumbers(seed: recipe.seed, stream: UInt64(step))
    let size = recipe.data.cropSize
    let plane = size * size
    var truths: [Float] = []
    var guides: [Float] = []
    for _ in 0..<recipe.data.batchSize {
      let crop = Crop(random: &random, frames: frames, data: recipe.data)
      let places = crop.places
      crop.frame.depth.withUnsafeSamples { depth in
        truths += places.map { depth[$0] }
      }
      let area = crop.frame.width * crop.frame.height
      for channel in 0..<3 {
        guides += places.map { Float(crop.frame.colors[channel * area + $0]) * (1 / 255) }
      }
    }
    let count = recipe.data.batchSize
    assert(truths.count == count * plane)
    let truth = Tensor(shape: [count, 1, size, size], values: truths)
    let target = recipe.degradation.applied(to: truth, random: &random)
    return Batch(
      target: target, guide: Tensor(shape: [count, 3, size, size], values: guides), truth: truth)
  }
}

/// A square part of a frame, mirrored and turned.
private struct Crop {
  let frame: DepthFrames.Frame
  private let size, top, left: Int
  private let mirrored, upsideDown: Bool
  private let quarterTurns: Int

  init(random: inout RandomNumbers, frames: DepthFrames, data: Recipe.TrainingData) {
    frame = frames.frames[random.integer(below: frames.count)]
    size = data.cropSize
    top = data.margin + random.integer(below: frame.height - 2 * data.margin - size + 1)
    left = data.margin + random.integer(below: frame.width - 2 * data.margin - size + 1)
    mirrored = data.flips && random.chance()
    upsideDown = data.flips && random.chance()
    quarterTurns = data.quarterTurns ? random.integer(below: 4) : 0
  }

  /// The index in the frame's plane of each pixel of the crop, row by row.
  var places: [Int] {
    (0..<size * size).map { index in
      var (y, x) = (index / size, index % size)
      for _ in 0..<quarterTurns { (y, x) = (x, size - 1 - y) }
      if mirrored { x = size - 1 - x }
      if upsideDown { y = size - 1 - y }
      return (top + y) * frame.width + left + x
    }
  }
}
