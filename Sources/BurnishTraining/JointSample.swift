import BurnishTensors

/// An image, or a depth map, with the image that guides its restoration, in memory.
protocol JointSample: Sendable {
  var width: Int { get }
  var height: Int { get }

  /// What a joint filter is to restore at its places, one plane in 0...1, and the guide's three
  /// planes there.
  ///
  /// - Parameter random: where a choice among planes comes from, if there are several.
  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float])
}
