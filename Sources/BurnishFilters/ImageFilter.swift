import BurnishSolvers
import BurnishTensors

/// A filter that restores an image from that image alone.
public protocol ImageFilter: Sendable {
  /// The channels of the images that it takes: 3 for red, green and blue together, 1 for planes.
  var channels: Int { get }

  /// How far a result depends on samples, in rows and columns.
  var reach: Int { get }

  /// The multiples at which parts of an image may start.
  var alignment: Int { get }

  /// - Parameter image: `[1, C, H, W]` of ``channels`` channels, samples in 0...1 beside their noise.
  /// - Returns: the restored image, of the same shape, not clipped.
  func filter(_ image: Tensor) -> Tensor

  /// What the systems came to that the filter solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// What a filter works with that is to be given whole images, and cuts them itself; `nil` for others, which is the
  /// default.
  var staged: (any StagedFilter)? { get }
}

extension ImageFilter {
  public var reconstructions: ReconstructionRecord? { nil }

  public var staged: (any StagedFilter)? { nil }
}
