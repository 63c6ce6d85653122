import BurnishCore
import BurnishData
import BurnishTensors

/// Depth and color in memory, with colors as bytes.
struct StoredDepth: Sendable {
  /// The depth, `[1, 1, H, W]`, scaled to 0...1 by the map's minimum and maximum.
  let depth: Tensor
  /// The span of 0...1, in the data set's unit of errors.
  let extent: Float
  let colors: StoredImage

  /// - Parameter rounds: the number of rounds of ``dequantized(_:rounds:)``.
  init(_ sample: DepthSample, _ scale: DepthScale, rounds: Int) {
    let levels = Self.dequantized(sample.stored, rounds: rounds)
    let values = levels.values
    let (minimum, maximum) = (values.min()!, values.max()!)
    let extent = max(maximum - minimum, 1)
    depth = (levels - minimum) * (1 / extent)
    self.extent = extent * scale.step
    colors = StoredImage(sample.color)
  }

  /// Spreads integers over their quantization cells. Each round replaces a sample by the mean of its four
  /// neighbors, limited to half a step around the stored number.
  ///
  /// - Parameter levels: `[1, 1, H, W]`.
  static func dequantized(_ levels: Tensor, rounds: Int) -> Tensor {
    let (height, width) = (levels.shape[2], levels.shape[3])
    let stored = levels.values
    var current = stored
    for _ in 0..<rounds {
      let previous = current
      for y in 0..<height {
        let (above, below) = (max(y - 1, 0) * width, min(y + 1, height - 1) * width)
        for x in 0..<width {
          let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
          let mean =
            (previous[above + x] + previous[below + x] + previous[y * width + left]
              + previous[y * width + right]) / 4
          let level = stored[y * width + x]
          current[y * width + x] = min(max(mean, level - 0.5), level + 0.5)
        }
      }
    }
    return Tensor(shape: levels.shape, values: current)
  }
}

extension Samples<StoredDepth> {
  static func depth(
    _ dataSet: DataSet<DepthSample>, in dataDirectory: String, dequantizationRounds rounds: Int,
    keeping validationCount: Int
  ) throws(Failure) -> Split {
    try reading(dataSet, in: dataDirectory, keeping: validationCount) { sample, _, _ in
      [StoredDepth(sample, dataSet.details, rounds: rounds)]
    }
  }
}

extension StoredDepth: JointSample {
  var width: Int { colors.width }
  var height: Int { colors.height }

  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float]) {
    let truth = depth.withUnsafeSamples { depth in places.map { depth[$0] } }
    return (truth, colors.samples(at: places))
  }
}
