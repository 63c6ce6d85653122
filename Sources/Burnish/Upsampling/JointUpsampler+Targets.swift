import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

extension JointUpsampler {
  /// The flow field at the guide's size.
  ///
  /// The components are filtered one by one, each scaled by its own range. Gaps take a known vector
  /// nearby while the filter works. A pixel's motion is known if the sample whose cell contains it
  /// is known. Nothing moves unlike its surroundings: filtered components stay within the range of
  /// the 5x5 samples around that sample. ``IdentityFilter`` leaves the enlargement unchanged.
  /// - Parameters:
  ///   - scalesVectors: whether to multiply vectors by the factor, so that they are in pixels of
  ///     the larger image. Pass `false` if they already are.
  ///   - guide: as in ``upsampledBlocking(_:guide:scales:subject:progress:)``, and so is `progress`.
  ///   - subject: the flow field's file, named in errors.
  /// - Throws: the errors of ``upsampledBlocking(_:guide:scales:subject:progress:)``.
  public func upsampledBlocking(
    _ flow: FlowField, guide: Image, scalesVectors: Bool = true, subject: String = "motion",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> FlowField {
    let factor = try Self.factor(
      width: flow.width, height: flow.height, guide: guide, subject: subject)
    let small = flow.vectorsWithGapsFilled()
    let enlarged = try upsampledBlocking(small, guide: guide, subject: subject, progress: progress)
    // If motion is already enlarged, the filter's reach indicates the distance of its original
    // samples.
    let radius = factor > 1 ? 2 : min(max(2, model.filter.reach), 32)
    let vectors =
      model.filter is IdentityFilter
      ? enlarged : NeighborhoodRange(of: small, radius: radius).clipped(enlarged, factor: factor)
    var result = FlowField(
      vectors: scalesVectors ? vectors * Float(factor) : vectors,
      valid: flow.valid.map { repeated($0, factor: factor) })
    result.isPlanar = flow.isPlanar
    return result
  }

  /// The heights at the guide's size.
  ///
  /// Gaps take a height nearby while the filter works. A pixel of the result has a height if the
  /// sample whose cell contains it has one.
  /// - Parameters:
  ///   - heights: in any unit, above or below 0.
  ///   - guide: as in ``upsampledBlocking(_:guide:scales:subject:progress:)``, and so is `progress`.
  ///   - subject: the heights' file, named in errors.
  /// - Throws: the errors of ``upsampledBlocking(_:guide:scales:subject:progress:)``.
  public func upsampledBlocking(
    _ heights: HeightMap, guide: Image, subject: String = "heights",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> HeightMap {
    let factor = try Self.factor(
      width: heights.width, height: heights.height, guide: guide, subject: subject)
    return HeightMap(
      samples: try upsampledBlocking(
        heights.samplesWithGapsFilled(), guide: guide, subject: subject, progress: progress),
      valid: heights.valid.map { repeated($0, factor: factor) })
  }

  /// The mask, of saliency or opacity, at the guide's size, clipped to 0...1.
  ///
  /// - Parameters:
  ///   - mask: a gray image, samples in 0...1. A color image with equal channels counts as gray.
  ///     The sample format stays.
  ///   - guide: as in ``upsampledBlocking(_:guide:scales:subject:progress:)``, and so is `progress`.
  ///   - subject: the mask's file, named in errors.
  /// - Throws: the errors of ``upsampledBlocking(_:guide:scales:subject:progress:)``. Also ``Failure`` of
  ///   the kind `badData` if the mask is in color, has an alpha channel that is not opaque, or
  ///   leaves 0...1.
  public func upsampledBlocking(
    mask: Image, guide: Image, subject: String = "mask",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    try mask.checkRange(subject: subject)
    if let white = mask.sampleFormat.maximum,
      (0.9 / white...1.1 / white).contains(mask.samples.maximum())
    {
      throw Failure(
        .badData, subject, found: "levels of 0 and 1 alone, where white is \(Int(white))",
        wanted: "white as \(Int(white)), or floating-point samples in 0...1")
    }
    let colors = inThreeChannels(try mask.guidance(subject: subject))
    let area = mask.width * mask.height
    let isGray = colors.withUnsafeSamples { samples in
      (0..<area).allSatisfy {
        samples[$0] == samples[area + $0] && samples[$0] == samples[2 * area + $0]
      }
    }
    let isOpaque = mask.alpha?.withUnsafeSamples { $0.allSatisfy { $0 == 1 } } ?? true
    guard isGray && isOpaque else {
      throw Failure(
        .badData, subject, found: isGray ? "a mask with an alpha of its own" : "a mask in color",
        wanted: "a mask in one channel")
    }
    let plane = colors.reshaped(to: [3, 1, mask.height, mask.width])[0..<1]
    let result = try upsampledBlocking(
      plane, guide: guide, scales: [NetworkScale(range: 0...1)], subject: subject,
      progress: progress)
    var image = Image(samples: result.clipped(to: 0...1), sampleFormat: mask.sampleFormat)
    image.colorProfile = mask.channels == 1 ? mask.colorProfile : nil
    image.colorDescription = mask.colorDescription
    return image
  }

  /// The guide in the colors of a smaller image: the guide's luma and alpha with the smaller
  /// image's chromaticity.
  ///
  /// A color that is not possible at the guide's luma is made paler, so the luma stays.
  /// - Parameters:
  ///   - colors: the smaller image; its luma and alpha are ignored. Light has the guide's units.
  ///   - guide: as in ``upsampledBlocking(_:guide:scales:subject:progress:)``, and so is `progress`.
  ///   - subject: the smaller image's file, named in errors.
  /// - Returns: an image in color, with the guide's size and sample format.
  /// - Throws: the errors of ``upsampledBlocking(_:guide:scales:subject:progress:)``. Also ``Failure`` of
  ///   the kind `badData` if the smaller image is gray.
  public func upsampledBlocking(
    chromaticityOf colors: Image, guide: Image, subject: String = "colors",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    guard colors.channels == 3 else {
      throw Failure(.badData, subject, found: "a gray image", wanted: "an image in color")
    }
    try colors.checkLight(subject: subject)
    try guide.checkLight(subject: "guide")
    // For light, both images have the same units.
    let visible = colors.withHiddenColorsFilled()
    let scale = visible.lightScale > 1 ? guide.seenByFilters().scale : 1
    let seen = visible.scaled(from: scale)
    let planes = rgbToChromaticity(seen.samples)
    return guide.colored(
      by: try upsampledBlocking(planes, guide: guide, subject: subject, progress: progress),
      of: colors)
  }
}

extension Image {
  /// The image's luma and alpha with other colors.
  ///
  /// Light that is brighter than ``lightScale`` or darker than black is added as gray.
  /// - Parameters:
  ///   - chromaticity: `[1, 2, H, W]`, as in `rgbToChromaticity`, for a luma divided by
  ///     ``lightScale``.
  ///   - source: the image with the original colors. A gray image takes its color profile, since a
  ///     gray profile does not describe colors.
  func colored(by chromaticity: Tensor, of source: Image) -> Image {
    let samples = withColors { rgb(luma: $0, chromaticity: chromaticity) }
    var result = Image(samples: samples, alpha: alpha, sampleFormat: sampleFormat)
    let profiled = channels == 3 ? self : source
    if profiled.channels == 3 {
      result.colorProfile = profiled.colorProfile
      result.colorDescription = profiled.colorDescription
    }
    return result
  }
}

extension Image {
  /// The samples in color.
  ///
  /// - Parameter color: turns a luma `[1, 1, H, W]` in 0...1 into colors `[1, 3, H, W]` of the same
  ///   luma. For light, it takes the luma divided by ``lightScale``. What is brighter than that or
  ///   darker than black has no color and is added as gray.
  func withColors(_ color: (_ luma: Tensor) -> Tensor) -> Tensor {
    let luma = grayscale().samples
    guard sampleFormat == .float32 else { return color(luma) }
    // Samples under transparency have no say in it.
    let scale = seenByFilters().scale
    let seen = (luma * (1 / scale)).clipped(to: 0...1)
    return color(seen) * scale + inThreeChannels(luma - seen * scale)
  }
}

/// Each sample of `[1, 1, h, w]` repeated in a block of `factor` by `factor`.
func repeated(_ mask: Tensor, factor: Int) -> Tensor {
  let (height, width) = (mask.shape[2] * factor, mask.shape[3] * factor)
  return mask.withUnsafeSamples { mask in
    Tensor(shape: [1, 1, height, width]) { result in
      for y in 0..<height {
        for x in 0..<width {
          result[y * width + x] = mask[y / factor * (width / factor) + x / factor]
        }
      }
    }
  }
}
