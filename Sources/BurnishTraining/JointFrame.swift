import BurnishTensors

/// An image, or a depth map, with the image that guides its restoration, in memory.
protocol JointFrame: Sendable {
  var width: Int { get }
  var height: Int { get }

  /// What a joint filter is to restore at places of the frame, one plane in 0...1, and the guide's three
  /// planes there.
  ///
  /// - Parameter random: where a choice among planes comes from, if there are several.
  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float])
}

extension DepthFrames.Frame: JointFrame {
  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float]) {
    let truth = depth.withUnsafeSamples { depth in places.map { depth[$0] } }
    return (truth, colors.samples(at: places))
  }
}
