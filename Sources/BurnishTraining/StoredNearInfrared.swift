import BurnishCore
import BurnishData
import BurnishTensors

/// A photograph with the same view in near-infrared light, in memory as bytes.
struct StoredNearInfrared: Sendable {
  let color: StoredImage
  let infrared: StoredImage
}

extension Samples<StoredNearInfrared> {
  static func nearInfrared(
    _ dataSet: DataSet<NearInfraredSample>, in dataDirectory: String, keeping validationCount: Int
  ) throws(Failure) -> Split {
    try reading(dataSet, in: dataDirectory, keeping: validationCount) { sample, _, _ in
      [
        StoredNearInfrared(
          color: StoredImage(sample.photograph), infrared: StoredImage(sample.infrared))
      ]
    }
  }
}

extension StoredNearInfrared: JointSample {
  var width: Int { color.width }
  var height: Int { color.height }

  /// Returns a random color channel and three equal channels of the near-infrared image.
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
