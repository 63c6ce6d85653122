import BurnishCore
import BurnishSolvers
import BurnishTensors

/// A filter of one image, the target, with another as a guide. Networks and classical filters are
/// interchangeable.
public protocol JointFilter: Sendable {
  /// The filtered target.
  ///
  /// - Parameters:
  ///   - target: the image to filter, `[1, 1, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guide as ``following(_:)`` returns it: `[1, 3, H, W]`, or with another number of channels
  ///     if the filter needs it; samples in 0...1.
  /// - Returns: `[1, 1, H, W]`, samples approximately in 0...1, not clipped.
  func filter(target: Tensor, guide: Tensor) -> Tensor

  /// The planes, each filtered separately with the same guide.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guide as ``following(_:)`` returns it: `[1, 3, H, W]`, or with another number of channels
  ///     if the filter needs it; samples in 0...1.
  /// - Returns: `[1, C, H, W]`, samples approximately in 0...1, not clipped.
  func filter(planes: Tensor, guide: Tensor) -> Tensor

  /// The filter to use for a guide, and the guide with the channels that this filter needs. By default, the
  /// filter itself, and gray guides as three equal channels.
  ///
  /// It is called once, with the whole guide, so that all tiles use the same filter.
  /// - Parameter guide: the whole guide, `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  func following(_ guide: Tensor) -> (filter: any JointFilter, guide: Tensor)

  /// Whether the result is a linear function of the target. If so, scaling the target or mixing its planes
  /// before the filter does not improve the result.
  var isLinear: Bool { get }

  /// The maximum distance, in rows and columns, at which samples of the target and the guide influence a
  /// result.
  var reach: Int { get }

  /// Tiles must start at multiples of this number to give the same result as the whole image.
  var alignment: Int { get }

  /// The record of the linear systems that the filter solved; `nil` if it solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// The implementation of a filter that needs whole images and tiles them itself; `nil`, the default, for
  /// other filters.
  var staged: (any StagedFilter)? { get }
}

extension JointFilter {
  public var reconstructions: ReconstructionRecord? { nil }

  public var staged: (any StagedFilter)? { nil }

  public var isLinear: Bool { false }

  public func following(_ guide: Tensor) -> (filter: any JointFilter, guide: Tensor) {
    (self, inThreeChannels(guide))
  }

  public func filter(planes: Tensor, guide: Tensor) -> Tensor {
    let shape = planes.shape
    require(
      shape.count == 4 && shape[0] == 1, "planes of shape \(shape) are not [1, C, H, W]")
    let images = planes.reshaped(to: [shape[1], 1, shape[2], shape[3]])
    return Tensor.joined(
      (0..<shape[1]).map { filter(target: images[$0..<$0 + 1], guide: guide) })
  }
}

/// A guide with three channels, which networks need: a gray guide is repeated, and a color guide is
/// unchanged.
///
/// - Parameter guide: `[1, 1, H, W]` or `[1, 3, H, W]`.
/// - Returns: `[1, 3, H, W]`.
package func inThreeChannels(_ guide: Tensor) -> Tensor {
  guide.shape[1] == 3 ? guide : Tensor.joined([guide, guide, guide])
}
