import Burnish
import BurnishCore
import BurnishTensors

/// Photographs with the same views in near-infrared light, in memory as bytes.
struct NearInfraredFrames: Sendable {
  struct Frame: Sendable {
    let color: StoredImage
    let infrared: StoredImage
  }

  let frames: [Frame]

  /// The set and its license, in words.
  var data: (name: String, license: String) {
    ("nir/country, \(frames.count) pairs of color and near-infrared", "not stated")
  }

  /// Reads the pairs of `nir/country` that are not for tests.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `nir`.
  ///   - keptCount: how many of the pairs to set aside, the last ones.
  /// - Returns: the pairs to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged.
  static func country(
    _ dataDirectory: String, keeping validationCount: Int
  ) throws(Failure) -> (training: NearInfraredFrames, validation: NearInfraredFrames) {
    let pairs = try NearInfraredPairs(dataDirectory: dataDirectory)
    let validationStart = try FrameFiles.validationStart(
      of: pairs.training.count, keeping: validationCount, folder: pairs.folder)
    var frames: [Frame] = []
    for pair in pairs.training {
      let (color, infrared) = try NearInfraredPairs.read(pair)
      frames.append(Frame(color: StoredImage(color), infrared: StoredImage(infrared)))
    }
    return (
      NearInfraredFrames(frames: Array(frames[..<validationStart])),
      NearInfraredFrames(frames: Array(frames[validationStart...]))
    )
  }
}

extension NearInfraredFrames.Frame: JointFrame {
  var width: Int { color.width }
  var height: Int { color.height }

  /// One of the three colors, at random, and near-infrared light three times.
  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float]) {
    let guide = infrared.samples(at: places)
    return (
      color.samples(at: places, channel: random.integer(below: color.channels)),
      guide + guide + guide
    )
  }
}
