import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Enlarges depth maps under the guidance of color images.
///
/// ```swift
/// let depth = try DepthMap.read("depth.png")
/// let guide = try Image.read("photo.jpg")
/// let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 8))
/// let sharp = try await DepthUpsampler(model).upsampled(depth, guide: guide)
/// try sharp.write(to: "sharp.png")
/// ```
public struct DepthUpsampler: Sendable {
  public let model: JointModel
  /// The most rows and columns that the model processes at once. It processes larger images in
  /// parts that join without a seam, so memory stays bounded.
  public var tileSize = Tiling.jointSize

  public init(_ model: JointModel) { self.model = model }

  /// The depth map at the guide's size.
  ///
  /// The model sees depth scaled so that the minimum valid sample is 0 and the maximum is 1. Holes
  /// take a valid sample nearby while the model works, so no marker is averaged into a neighbor. A
  /// pixel of the result is valid if the sample whose cell contains it is valid.
  /// - Parameters:
  ///   - depth: the low-resolution depth map, in any unit, with at least one valid sample.
  ///   - guide: the image to follow, gray or color, levels or light. Each side is the same whole
  ///     number of times as large as in `depth`, or once if `depth` is already enlarged. Its alpha
  ///     is ignored.
  ///   - subject: the depth map's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Returns: a depth map of the guide's size, in the unit of `depth`. It is never negative. If 0
  ///   marks holes, it is at least half of the minimum input sample.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes do not fit, the guide is not light,
  ///   or no sample is valid.
  public func upsampledBlocking(
    _ depth: DepthMap, guide: Image, subject: String = "depth map",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> DepthMap {
    let input = try input(depth, guide: guide, subject: subject)
    let factor = guide.width / depth.width
    let restored = try TiledFilter(model.filter, tileSize: tileSize)
      .filter(target: input.target, guide: input.guide, progress: progress)
    return input.scale.depthMap(
      restored, like: depth, valid: depth.valid.map { repeated($0, factor: factor) })
  }

  /// The model's input for a depth map and its guide.
  ///
  /// - Parameters: as in ``upsampledBlocking(_:guide:subject:progress:)``.
  /// - Throws: ``Failure`` of the kind `badData`, like that method.
  public func input(
    _ depth: DepthMap, guide: Image, subject: String = "depth map"
  ) throws(Failure) -> FilterInput {
    let factor = try Self.factor(of: depth, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(of: depth, subject: subject)
    return FilterInput(
      target: scale.normalized(
        model.protocol.enlarged(depth.samplesWithGapsFilled(), factor: factor)),
      guide: guidance, scale: scale)
  }

  /// How many times larger than the depth map the guide is.
  ///
  /// - Parameter subject: the depth map's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData`, with both sizes, if the factor is not the same
  ///   whole number for both sides.
  public static func factor(
    of depth: DepthMap, guide: Image, subject: String = "depth map"
  ) throws(Failure) -> Int {
    try JointUpsampler.factor(
      width: depth.width, height: depth.height, guide: guide, subject: subject)
  }
}
