import BurnishCore
import BurnishSolvers
import BurnishTensors

/// A filter of one image under the guidance of another: learned or not, they are interchangeable.
public protocol JointFilter: Sendable {
  /// The filtered target.
  ///
  /// - Parameters:
  ///   - target: the image to filter, `[1, 1, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guidance image as ``following(_:)`` returns it: `[1, 3, H, W]` unless the filter asks for another
  ///     number of channels, samples in 0...1.
  /// - Returns: `[1, 1, H, W]`, samples about 0...1, not clipped.
  func filter(target: Tensor, guide: Tensor) -> Tensor

  /// Planes that are each filtered by themselves under one guide.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guidance image as ``following(_:)`` returns it: `[1, 3, H, W]` unless the filter asks for another
  ///     number of channels, samples in 0...1.
  /// - Returns: `[1, C, H, W]`, samples about 0...1, not clipped.
  func filter(planes: Tensor, guide: Tensor) -> Tensor

  /// The filter for the parts of a guide, and the guide as it takes it; by default the filter itself, and gray guides in
  /// three equal channels.
  ///
  /// What the whole guide decides is decided here, once, so that its parts cannot disagree about it.
  /// - Parameter guide: the whole of it, `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  func following(_ guide: Tensor) -> (filter: any JointFilter, guide: Tensor)

  /// Whether the result is a linear function of the target, so that no scale of it, and no mixture of its planes, is
  /// better than another.
  var isLinear: Bool { get }

  /// How far the target and the guide reach: a result depends on no sample that lies more than this
  /// many rows or columns away.
  var reach: Int { get }

  /// Parts of an image that start at multiples of this are filtered as in the whole image.
  var alignment: Int { get }

  /// What the systems came to that the filter solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }

  /// What a filter works with that is to be given whole images, and cuts them itself; `nil` for others, which is the
  /// default.
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

/// A guide of one channel repeated in three, as networks take it; one of three as it is.
///
/// - Parameter guide: `[1, 1, H, W]` or `[1, 3, H, W]`.
/// - Returns: `[1, 3, H, W]`.
package func inThreeChannels(_ guide: Tensor) -> Tensor {
  guide.shape[1] == 3 ? guide : Tensor.joined([guide, guide, guide])
}
