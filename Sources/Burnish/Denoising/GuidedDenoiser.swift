import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Takes noise off images and depth maps under the guidance of another image of the same view:
/// near-infrared, with flash, or in color.
///
/// ```swift
/// let photo = try Image.read("night.png")
/// let model = try ModelCatalog().jointModel("fdkn", for: .noiseReduction)
/// let clean = try GuidedDenoiser(model).denoised(photo, guide: Image.read("flash.png"))
/// try clean.write(to: "clean.png")
/// ```
public struct GuidedDenoiser: Sendable {
  public let filter: any JointFilter
  /// The standard deviation of the noise that the filter was trained for, for samples in 0...255; `nil` where
  /// that is no single one.
  public let trainedSigma: Float?
  /// The standard deviation of an image's noise for samples in 0...255, where it is known. A filter that was
  /// trained for another strength then sees image and guide on a scale on which the noise has its own, as
  /// ``ImageDenoiser`` has it.
  public var sigma: Float?
  /// The most rows and columns that the filter works on at once; larger images are worked through
  /// in parts that fit together without a seam, so that memory stays bounded.
  public var tileSize = 1024

  public init(_ filter: any JointFilter) { (self.filter, trainedSigma) = (filter, nil) }

  /// - Parameter sigma: the standard deviation of the images' noise for samples in 0...255, where it is known.
  public init(_ model: JointModel, sigma: Float? = nil) {
    precondition(sigma.map { $0 > 0 } ?? true, "a standard deviation of \(sigma!) is not positive")
    (filter, trainedSigma, self.sigma) = (model.filter, model.trainedSigma, sigma)
  }

  /// The image, its planes filtered one by one under the whole guide, as
  /// ``filtered(_:guide:progress:)`` has it.
  ///
  /// Nothing is clipped. Alpha, the format of the samples and the color profile stay.
  /// - Parameters:
  ///   - image: the image to filter, gray or color. Floating-point samples above 1 are light and keep
  ///     their range, as ``ImageDenoiser`` has it.
  ///   - guide: gray or color, levels or light, of the same size; its alpha is not looked at.
  ///   - subject: what a failure names: the image's file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where the sizes differ or samples are no light;
  ///   and whatever `progress` throws, which ends the work.
  public func denoised(
    _ image: Image, guide: Image, subject: String = "image",
    progress: (Double) throws -> Void = { _ in }
  ) throws -> Image {
    try Self.check(width: image.width, height: image.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    return try image.filteringLight(subject: subject) { seen, scale in
      var scaled = self
      scaled.sigma = sigma.map { $0 / scale }
      return try scaled.filtered(seen.samples, guide: guidance, progress: progress)
    }
  }

  /// The depth map, in its unit and with its holes.
  ///
  /// The filter sees depth on a scale on which the middle 98 % of the valid samples span 0...1, so
  /// that single stray samples do not squeeze all others together. Holes take a valid sample nearby
  /// while the filter works and stay holes.
  /// - Parameters:
  ///   - depth: in any unit, with a valid sample at least.
  ///   - guide: gray or color, levels or light, of the same size; its alpha is not looked at.
  ///   - subject: what a failure names: the depth map's file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Returns: depth that is never negative, and where 0 marks holes at least half of the least
  ///   input sample.
  /// - Throws: ``Failure`` of the kind `badData` where the sizes differ, the guide is no light, or
  ///   no sample is valid; and whatever `progress` throws, which ends the work.
  public func denoised(
    _ depth: DepthMap, guide: Image, subject: String = "depth map",
    progress: (Double) throws -> Void = { _ in }
  ) throws -> DepthMap {
    let input = try Self.input(depth, guide: guide, subject: subject)
    let restored = try filtered(input.target, guide: input.guide, progress: progress)
    return input.scale.depthMap(restored, like: depth, valid: depth.valid)
  }

  /// The heights, where there are some; the filter sees them as it sees depth.
  ///
  /// - Parameters:
  ///   - heights: of any unit, above or below 0.
  ///   - guide: gray or color, levels or light, of the same size; its alpha is not looked at.
  ///   - subject: what a failure names: the heights' file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where the sizes differ, the guide is no light, or heights span more
  ///   than can be scaled; and whatever `progress` throws, which ends the work.
  public func denoised(
    _ heights: HeightMap, guide: Image, subject: String = "heights",
    progress: (Double) throws -> Void = { _ in }
  ) throws -> HeightMap {
    let input = try Self.input(heights, guide: guide, subject: subject)
    let restored = try filtered(input.target, guide: input.guide, progress: progress)
    return HeightMap(samples: input.scale.denormalized(restored), valid: heights.valid)
  }

  /// What a filter is given of heights and their guide.
  ///
  /// - Parameters: as of the method that filters heights.
  /// - Throws: ``Failure`` of the kind `badData`, likewise.
  public static func input(
    _ heights: HeightMap, guide: Image, subject: String = "heights"
  ) throws(Failure) -> FilterInput {
    try check(width: heights.width, height: heights.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(of: heights, ignoring: 0.01, subject: subject)
    return FilterInput(
      target: scale.normalized(heights.samplesWithGapsFilled()), guide: guidance, scale: scale)
  }

  /// What a filter is given of a depth map and its guide.
  ///
  /// - Parameters: as of the method that filters depth.
  /// - Throws: ``Failure`` of the kind `badData`, likewise.
  public static func input(
    _ depth: DepthMap, guide: Image, subject: String = "depth map"
  ) throws(Failure) -> FilterInput {
    try check(width: depth.width, height: depth.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(of: depth, ignoring: 0.01, subject: subject)
    return FilterInput(
      target: scale.normalized(depth.samplesWithGapsFilled()), guide: guidance, scale: scale)
  }

  /// The planes, each filtered by itself under the whole guide.
  ///
  /// Three are taken for red, green and blue, and filtered as planes of opponent colors, as
  /// ``ImageDenoiser`` does: each plane, and with it the guide, on a scale on which its noise is as strong
  /// as a color's. Where the three are equal, one of them is filtered. A filter that is linear in its target has
  /// nothing to gain by either, and takes the planes and the guide as they are.
  /// - Parameters:
  ///   - target: `[1, C, H, W]`, samples about 0...1.
  ///   - guide: `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Returns: of the shape of `target`, not clipped.
  /// - Throws: whatever `progress` throws, which ends the work.
  public func filtered(
    _ target: Tensor, guide: Tensor, progress: (Double) throws -> Void = { _ in }
  ) rethrows -> Tensor {
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
    return OpponentColors.colors(
      of: try planes.indices.map { index in
        try filtered(
          planes[index], guide: guide, noiseShare: OpponentColors.noiseShares[index]
        ) { done in try progress((Double(index) + done) / Double(planes.count)) }
      })
  }

  /// - Parameter noiseShare: the standard deviation of the noise as a share of the image's.
  private func filtered(
    _ samples: Tensor, guide: Tensor, noiseShare: Float, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let tiled = TiledFilter(filter, tileSize: tileSize)
    // Without a strength, of the noise or of training, a plane's noise is still to be as strong as a color's.
    let (sigma, trained) = sigma.flatMap { sigma in trainedSigma.map { (sigma, $0) } } ?? (1, 1)
    return try NoiseMatching(sigma: sigma * noiseShare, trained: trained)
      .filtered(samples) { image, scale in
        try tiled.filter(target: image, guide: guide * scale, progress: progress)
      }
  }

  /// Asks for a guide of the target's size.
  ///
  /// - Parameter subject: what a failure names: the target's file.
  /// - Throws: ``Failure`` of the kind `badData`, with both sizes, where they differ.
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
