import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Pairs of depth and color in memory, colors as bytes.
struct DepthFrames: Sendable {
  /// One pair.
  struct Frame: Sendable {
    let name: String
    let width, height: Int
    /// `[1, 1, H, W]`, scaled to 0...1 by the frame's least and greatest depth.
    let depth: Tensor
    /// What 0...1 spans, in centimeters.
    let extent: Float
    let colors: ColorFrame
  }

  let frames: [Frame]

  /// The set and its license, in words.
  var data: (name: String, license: String) {
    ("NYU v2, \(frames.count) frames, depth of 8 bits", "academic use")
  }

  /// Reads `rgbd/NYU-train`.
  ///
  /// The set's depth has 8 bits: v stands for (v + 0.5) * 10 / 255 meters, give or take half a step.
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `rgbd`.
  ///   - dequantizationRounds: see ``dequantized(_:rounds:)``.
  ///   - keptCount: how many of the frames to set aside, the last ones by number.
  /// - Returns: the frames to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged.
  static func nyuTrain(
    _ dataDirectory: String, dequantizationRounds: Int, keeping validationCount: Int
  ) throws(Failure) -> (training: DepthFrames, validation: DepthFrames) {
    let (folder, numbers) = try FrameFiles.nyuTrain(dataDirectory, part: "depth")
    let validationStart = try FrameFiles.validationStart(
      of: numbers.count, keeping: validationCount, folder: folder)
    var frames: [Frame] = []
    for number in numbers {
      frames.append(try frame(number, in: folder, rounds: dequantizationRounds))
    }
    return (
      DepthFrames(frames: Array(frames[..<validationStart])),
      DepthFrames(frames: Array(frames[validationStart...]))
    )
  }

  private static func frame(
    _ number: Int, in folder: String, rounds: Int
  ) throws(Failure) -> Frame {
    let depthPath = "\(folder)/depth/\(number).png"
    let map = try DepthMap.read(depthPath, unit: .levels8, zeroIsInvalid: false)
    let colors = try ColorFrame(
      "\(folder)/rgb/\(number).jpg", width: map.width, height: map.height, partner: depthPath)
    let levels = dequantized(map.samples, rounds: rounds)
    let values = levels.values
    let (least, greatest) = (values.min()!, values.max()!)
    let extent = max(greatest - least, 1)
    return Frame(
      name: "\(number)", width: map.width, height: map.height,
      depth: (levels - least) * (1 / extent), extent: extent * centimetersPerLevel,
      colors: colors)
  }

  private static let centimetersPerLevel: Float = 1000 / 255

  /// Whole numbers spread over their quantization cells: each round replaces a sample by the mean of
  /// its four neighbors, kept within half a step of the number that was stored.
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
