import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Enlarges planes of samples under the guidance of an image: motion, masks, chromaticity, class
/// scores, and, for ``DepthUpsampler``, depth.
///
/// ```swift
/// let flow = try FlowField.read("motion.flo")
/// let guide = try Image.read("frame.png")
/// let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 4))
/// let sharp = try await JointUpsampler(model).upsampled(flow, guide: guide)
/// try sharp.write(to: "sharp.flo")
/// ```
public struct JointUpsampler: Sendable {
  /// The model that sharpens the enlarged planes. The shipped ones were trained on depth; for a
  /// joint filter, every channel is a plane of samples in 0...1.
  public let model: JointModel
  /// The most rows and columns that the model processes at once. It processes larger images in
  /// parts that join without a seam, so memory stays bounded.
  public var tileSize = Tiling.jointSize

  public init(_ model: JointModel) { self.model = model }

  /// The planes at the guide's size, each filtered separately.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, h, w]`, finite samples of any range.
  ///   - guide: the image to follow, gray or color, levels or light. Each side is the same whole
  ///     number of times as large as in `planes`, or once if `planes` are already enlarged. Its
  ///     alpha is ignored.
  ///   - scales: the numbers that the filter sees as 0 and 1, for each channel; the channel's minimum
  ///     and maximum samples if not given.
  ///   - subject: the planes' file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Returns: `[1, C, H, W]`, not clipped.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes do not fit, the guide is not light,
  ///   or a channel's range is too large for single precision.
  public func upsampledBlocking(
    _ planes: Tensor, guide: Image, scales: [NetworkScale]? = nil, subject: String = "target",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Tensor {
    let shape = planes.shape
    guard shape.count == 4, shape[0] == 1, !shape.contains(0) else {
      throw Failure(
        .badData, subject, found: "the shape \(shape)", wanted: "[1, C, H, W] without a 0")
    }
    guard (scales?.count ?? shape[1]) == shape[1] else {
      throw Failure(
        .usage, subject, found: "\(scales?.count ?? 0) scales for \(counted(shape[1], "channel"))",
        wanted: "a scale per channel")
    }
    let factor = try Self.factor(
      width: shape[3], height: shape[2], guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let channels = planes.split(counts: Array(repeating: 1, count: shape[1]))
    var scales = scales ?? []
    for channel in channels[scales.count...] {
      scales.append(try NetworkScale(spanning: channel, subject: subject))
    }
    let targets = zip(channels, scales).map { channel, scale in
      scale.normalized(model.protocol.enlarged(channel, factor: factor))
    }
    let results = try TiledFilter(model.filter, tileSize: tileSize)
      .filter(target: Tensor.joined(targets), guide: guidance, progress: progress)
    return Tensor.joined(
      zip(results.split(counts: Array(repeating: 1, count: shape[1])), scales)
        .map { $1.denormalized($0) })
  }

  /// How many times larger than the planes the guide is.
  ///
  /// - Parameters:
  ///   - width: the planes' width.
  ///   - height: the planes' height.
  ///   - subject: the planes' file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData`, with both sizes, if the factor is not the same
  ///   whole number for both sides.
  public static func factor(
    width: Int, height: Int, guide: Image, subject: String = "target"
  ) throws(Failure) -> Int {
    let factor = width > 0 ? guide.width / width : 0
    guard factor >= 1, guide.width == width * factor, guide.height == height * factor else {
      throw Failure(
        .badData, subject,
        found: "\(width)x\(height) pixels do not go with a guide of \(guide.width)x\(guide.height)",
        wanted: "a guide whose sides are the same whole number of times as large")
    }
    return factor
  }
}
