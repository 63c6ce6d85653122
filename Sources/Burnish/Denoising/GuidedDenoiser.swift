import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Denoises images and depth maps under the guidance of another image of the same view:
/// near-infrared, with flash, or in color.
///
/// ```swift
/// let photo = try Image.read("night.png")
/// let model = try ModelCatalog().jointModel("fdkn", for: .noiseReduction)
/// let clean = try await GuidedDenoiser(model).denoised(photo, guide: Image.read("flash.png"))
/// try clean.write(to: "clean.png")
/// ```
public struct GuidedDenoiser: Sendable {
  public let filter: any JointFilter
  /// The standard deviation of the noise that the filter was trained for, for samples in 0...255;
  /// `nil` if there is no single one.
  public let trainedSigma: Float?
  /// The standard deviation of an image's noise for samples in 0...255, if it is known. A filter
  /// for another strength sees image and guide scaled so that the noise has that strength, as in
  /// ``ImageDenoiser``.
  public var sigma: Float?
  /// The most rows and columns that the filter processes at once. It processes larger images in
  /// parts that join without a seam, so memory stays bounded.
  public var tileSize = Tiling.jointSize

  public init(_ filter: any JointFilter) { (self.filter, trainedSigma) = (filter, nil) }

  /// - Parameter sigma: the standard deviation of the images' noise for samples in 0...255; `nil` if it is
  ///   unknown.
  /// - Throws: ``Failure`` of the kind `usage` if it is not positive.
  public init(_ model: JointModel, sigma: Float?) throws(Failure) {
    try checkNoise(sigma)
    self.init(model)
    self.sigma = sigma
  }

  /// A denoiser for noise of unknown strength.
  public init(_ model: JointModel) {
    (filter, trainedSigma) = (model.filter, model.trainedSigma)
  }

  /// The denoised image. Its planes are filtered one by one under the whole guide, as in
  /// ``filtered(_:guide:progress:)``.
  ///
  /// Nothing is clipped. Alpha, the sample format and the color profile stay.
  /// - Parameters:
  ///   - image: the image to filter, gray or color. Floating-point samples above 1 are light and
  ///     keep their range, as in ``ImageDenoiser``.
  ///   - guide: gray or color, levels or light, of the same size. Its alpha is ignored.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes differ or samples are not light.
  public func denoisedBlocking(
    _ image: Image, guide: Image, subject: String = "image",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    try Self.check(width: image.width, height: image.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    return try image.filteringLight(subject: subject) { (seen, scale) throws(Failure) in
      var scaled = self
      scaled.sigma = sigma.map { $0 / scale }
      return try scaled.filtered(seen.samples, guide: guidance, progress: progress)
    }
  }

  /// The denoised depth map, in its unit and with its holes.
  ///
  /// The filter sees depth scaled so that the middle 98 % of the valid samples span 0...1. A few
  /// outliers thus do not compress the range of all others. Holes take a valid sample nearby while
  /// the filter works, and stay holes.
  /// - Parameters:
  ///   - depth: in any unit, with at least one valid sample.
  ///   - guide: gray or color, levels or light, of the same size. Its alpha is ignored.
  ///   - subject: the depth map's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Returns: depth that is never negative. If 0 marks holes, it is at least half of the minimum
  ///   input sample.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes differ, the guide is not light, or no
  ///   sample is valid.
  public func denoisedBlocking(
    _ depth: DepthMap, guide: Image, subject: String = "depth map",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> DepthMap {
    let input = try Self.input(depth, guide: guide, subject: subject)
    let restored = try filtered(input.target, guide: input.guide, progress: progress)
    return input.scale.depthMap(restored, like: depth, valid: depth.valid)
  }

  /// The denoised heights, with their gaps. The filter sees them scaled as depth is.
  ///
  /// - Parameters:
  ///   - heights: in any unit, above or below 0.
  ///   - guide: gray or color, levels or light, of the same size. Its alpha is ignored.
  ///   - subject: the heights' file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes differ, the guide is not light, or
  ///   the heights' range is too large.
  public func denoisedBlocking(
    _ heights: HeightMap, guide: Image, subject: String = "heights",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> HeightMap {
    let input = try Self.input(heights, guide: guide, subject: subject)
    let restored = try filtered(input.target, guide: input.guide, progress: progress)
    return HeightMap(samples: input.scale.denormalized(restored), valid: heights.valid)
  }

  /// The filter's input for heights and their guide.
  ///
  /// - Parameters: as in the method that filters heights.
  /// - Throws: ``Failure`` of the kind `badData`, like that method.
  public static func input(
    _ heights: HeightMap, guide: Image, subject: String = "heights"
  ) throws(Failure) -> FilterInput {
    try check(width: heights.width, height: heights.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(of: heights, ignoring: 0.01, subject: subject)
    return FilterInput(
      target: scale.normalized(heights.samplesWithGapsFilled()), guide: guidance, scale: scale)
  }

  /// The filter's input for a depth map and its guide.
  ///
  /// - Parameters: as in the method that filters depth.
  /// - Throws: ``Failure`` of the kind `badData`, like that method.
  public static func input(
    _ depth: DepthMap, guide: Image, subject: String = "depth map"
  ) throws(Failure) -> FilterInput {
    try check(width: depth.width, height: depth.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(of: depth, ignoring: 0.01, subject: subject)
    return FilterInput(
      target: scale.normalized(depth.samplesWithGapsFilled()), guide: guidance, scale: scale)
  }

  /// The planes, each filtered separately under the whole guide.
  ///
  /// Three planes count as red, green and blue. They are filtered as planes of opponent colors, as
  /// in ``ImageDenoiser``. Each plane and the guide are scaled so that the plane's noise is as
  /// strong as a color's. If the three planes are equal, only one is filtered. A filter that is
  /// linear in its target gains nothing from this. It takes the planes and the guide unchanged.
  /// - Parameters:
  ///   - target: `[1, C, H, W]`, samples about 0...1.
  ///   - guide: `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Returns: the result in the shape of `target`, not clipped.
  /// - Throws: ``Failure`` of the kind `badData` for other shapes, and `usage` for a ``sigma`` or a
  ///   ``tileSize`` out of its range.
  public func filtered(
    _ target: Tensor, guide: Tensor, progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Tensor {
    try checkPlanes(target.shape, guide: guide.shape)
    try checkNoise(sigma)
    guard !filter.isLinear else {
      return try TiledFilter(filter, tileSize: tileSize)
        .filter(target: target, guide: guide, progress: progress)
    }
    guard target.shape[1] == 3 else {
      return try filtered(target, guide: guide, noiseShare: 1, progress: progress)
    }
    if let gray = OpponentColors.gray(of: target) {
      let result = try filtered(gray, guide: guide, noiseShare: 1, progress: progress)
      return Tensor.joined([result, result, result])
    }
    let planes = OpponentColors.planes(of: target)
    var results: [Tensor] = []
    for (index, plane) in planes.enumerated() {
      results.append(
        try filtered(plane, guide: guide, noiseShare: OpponentColors.noiseShares[index]) { done in
          progress((Double(index) + done) / Double(planes.count))
        })
    }
    return OpponentColors.colors(of: results)
  }

  /// - Parameter noiseShare: the standard deviation of the plane's noise, relative to the image's.
  private func filtered(
    _ samples: Tensor, guide: Tensor, noiseShare: Float, progress: (Double) -> Void
  ) throws(Failure) -> Tensor {
    let tiled = try TiledFilter(filter, tileSize: tileSize)
    // Even if a strength is unknown (of the noise or of training), scale a plane's noise to a
    // color's.
    let (sigma, trained) = sigma.flatMap { sigma in trainedSigma.map { (sigma, $0) } } ?? (1, 1)
    return try NoiseMatching(sigma: sigma * noiseShare, trained: trained)
      .filtered(samples) { (image, scale) throws(Failure) in
        try tiled.filter(target: image, guide: guide * scale, progress: progress)
      }
  }

  /// Checks that the guide has the target's size.
  ///
  /// - Parameter subject: the target's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData`, with both sizes, if they differ.
  public static func check(
    width: Int, height: Int, guide: Image, subject: String = "target"
  ) throws(Failure) {
    guard guide.width == width, guide.height == height else {
      throw Failure(
        .badData, subject,
        found: "\(width)x\(height) pixels do not go with a guide of \(guide.width)x\(guide.height)",
        wanted: "a guide of the same size")
    }
  }
}
