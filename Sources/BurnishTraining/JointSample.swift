import BurnishTensors

/// An image or depth map in memory, with its guide.
protocol JointSample: Sendable {
  var width: Int { get }
  var height: Int { get }

  /// Returns one plane of the truth, in 0...1, and the guide's three planes, all at given places.
  ///
  /// - Parameter random: chooses the plane of the truth, if there are several.
  func samples(
    at places: [Int], random: inout RandomNumbers
  ) -> (truth: [Float], guide: [Float])
}
