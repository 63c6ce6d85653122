import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishModels
import BurnishTensors

/// Denoises images without a guide.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// let model = try ModelCatalog().imageModel("deepam", sigma: 25)
/// try await ImageDenoiser(model).denoised(photo).write(to: "clean.png")
/// ```
public struct ImageDenoiser: Sendable {
  public let model: ImageModel
  /// The standard deviation of the images' noise for samples in 0...255, if it is known. If it is
  /// not, and the model is for a range of strengths, it is estimated in images that are large
  /// enough.
  ///
  /// The model may be for another strength, or for a range that does not include this one. It then
  /// sees the images scaled so that their noise has a strength it was trained for. If the noise is
  /// less than half as strong as in training, only a share of the model's change is applied.
  public var sigma: Float?
  /// The most rows and columns that the filter processes at once, 64 at least. It processes larger
  /// images in parts, so memory stays bounded.
  public var tileSize = Tiling.imageSize

  /// - Parameter sigma: the standard deviation of the images' noise for samples in 0...255; `nil` if it is
  ///   unknown.
  /// - Throws: ``Failure`` of the kind `usage` if it is not positive.
  public init(_ model: ImageModel, sigma: Float?) throws(Failure) {
    try checkNoise(sigma)
    self.init(model)
    self.sigma = sigma
  }

  /// A denoiser for noise of unknown strength.
  public init(_ model: ImageModel) { self.model = model }

  /// For measuring a model on noise of a known strength. A model for unknown strengths estimates
  /// it.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if `sigma` is not positive.
  public init(measuring model: ImageModel, sigma: Float) throws(Failure) {
    try checkNoise(sigma)
    self.init(model)
    if !model.isBlind { self.sigma = sigma }
  }

  /// Whether the color channels differ. A color file may hold a gray image.
  ///
  /// - Parameter samples: `[1, 1 or 3, H, W]`.
  public static func colorsDiffer(in samples: Tensor) -> Bool {
    samples.shape[1] == 3 && OpponentColors.gray(of: samples) == nil
  }

  /// The denoised image.
  ///
  /// Only what a network adds beyond the range of the noisy samples is clipped. Alpha, the sample
  /// format and the color profile stay.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light. The filter sees them
  ///     divided by ``Image/lightScale``, and the result has their range.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not light.
  public func denoisedBlocking(
    _ image: Image, subject: String = "image", progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    try image.filteringLight(subject: subject) { (seen, scale) throws(Failure) in
      var scaled = self
      scaled.sigma = sigma.map { $0 / scale }
      return try scaled.denoised(seen.samples, progress: progress)
    }
  }

  /// The denoised samples.
  ///
  /// A filter for gray images processes planes of opponent colors one by one. They are the mean of
  /// red, green and blue and two differences, in which noise is weaker and images are smoother. If
  /// the three colors are equal, the filter processes only one of them. A filter for color sees a
  /// gray image as three equal colors; the result is the mean of its outputs.
  /// - Parameters:
  ///   - samples: `[1, 1 or 3, H, W]`, in 0...1 except for the noise.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Returns: the result in the same shape, not clipped.
  /// - Throws: ``Failure`` of the kind `badData` for another shape, and `usage` for a ``sigma`` or a
  ///   ``tileSize`` out of its range.
  package func denoised(
    _ samples: Tensor, progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Tensor {
    let shape = samples.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == 1 || shape[1] == 3, samples.count > 0 else {
      throw Failure(
        .badData, "image", found: "samples of the shape \(shape)", wanted: "[1, 1 or 3, H, W]")
    }
    try checkNoise(sigma)
    try Tiling.check(tileSize: tileSize)
    let sigma = strength(of: samples)
    switch (model.filter.channels, shape[1]) {
    case (1, 3):
      if let plane = OpponentColors.gray(of: samples) {
        let gray = filtered(plane, sigma: sigma, progress: progress)
        return Tensor.joined([gray, gray, gray])
      }
      let planes = OpponentColors.planes(of: samples)
      return OpponentColors.colors(
        of: planes.indices.map { index in
          let noiseShare = OpponentColors.noiseShares[index]
          return filtered(planes[index], sigma: sigma.map { $0 * noiseShare }) { share in
            progress((Double(index) + share) / Double(planes.count))
          }
        })
    case (3, 1):
      let colors = filtered(
        Tensor.joined([samples, samples, samples]), sigma: sigma, progress: progress)
      let planes = colors.split(counts: [1, 1, 1])
      return (planes[0] + planes[1] + planes[2]) * (1 / 3)
    default: return filtered(samples, sigma: sigma, progress: progress)
    }
  }

  /// The standard deviation of an image's noise; `nil` if it is unknown and cannot be estimated.
  private func strength(of samples: Tensor) -> Float? {
    if let sigma { return sigma }
    // Assume that a model for one strength is the right one.
    if !model.isBlind { return model.trainedSigmas?.lowerBound }
    // An estimate cannot tell no noise from little noise.
    return NoiseEstimator().standardDeviation(of: samples).map { max(0.01, Float($0) * 255) }
  }

  /// - Parameter sigma: the standard deviation of the noise of these samples.
  private func filtered(
    _ samples: Tensor, sigma: Float?, progress: (Double) -> Void
  ) -> Tensor {
    let range = model.trainedSigmas
    let trained = sigma.flatMap { sigma in
      range.map { min(max(sigma, $0.lowerBound), $0.upperBound) }
    }
    let result = NoiseMatching(sigma: sigma, trained: trained)
      .filtered(samples) { image, _ in filtered(image, progress: progress) }
    // A network's output beyond the range of all samples is wrong. Clipping keeps flat images flat.
    return model.card == nil
      ? result : result.clipped(to: samples.minimum()...samples.maximum())
  }

  private func filtered(
    _ image: Tensor, progress: (Double) -> Void
  ) -> Tensor {
    let filter = model.filter
    if let staged = filter.staged {
      return staged.filter(image, guide: nil, tileSize: tileSize, progress: progress)
    }
    return Tiling(tileSize: tileSize, reach: filter.reach, alignment: filter.alignment)
      .assembled(
        shape: image.shape,
        part: { rows, columns in filter.filter(image.cropped(rows: rows, columns: columns)) },
        progress: progress)
  }
}
