import BurnishSolvers
import BurnishTensors

/// A filter that restores an image without a guide.
public protocol ImageFilter: Sendable {
  /// The number of channels of the input: 3 for red, green, and blue together, 1 for single planes.
  var channels: Int { get }

  /// The maximum distance, in rows and columns, at which samples influence a result.
  var reach: Int { get }

  /// Tiles must start at multiples of this number.
  var alignment: Int { get }

  /// - Parameter image: `[1, C, H, W]`, where C is ``channels``, samples in 0...1 plus noise.
  /// - Returns: the restored image, in the same shape, not clipped.
  func filter(_ image: Tensor) -> Tensor

  /// The record of the linear systems that the filter solved; `nil` if it solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// The implementation of a filter that needs whole images and tiles them itself; `nil`, the default, for
  /// other filters.
  var staged: (any StagedFilter)? { get }
}

extension ImageFilter {
  public var reconstructions: ReconstructionRecord? { nil }

  public var staged: (any StagedFilter)? { nil }
}
