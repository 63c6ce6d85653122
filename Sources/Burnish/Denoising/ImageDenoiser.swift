import BurnishFilters
import BurnishImages
import BurnishModels
import BurnishTensors

/// Takes noise off images without a guide.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// let model = try ModelCatalog().imageModel("deepam", sigma: 25)
/// try ImageDenoiser(model).denoised(photo).write(to: "clean.png")
/// ```
public struct ImageDenoiser: Sendable {
  public let model: ImageModel
  /// The standard deviation of the images' noise for samples in 0...255, where it is known. For a model for a range of
  /// strengths it is estimated where it is not, in images that are large enough.
  ///
  /// A model for another strength, or for a range of strengths that this one is out of, then sees the
  /// images on a scale on which their noise is of its own strength; where the noise is less than half
  /// as strong as that of training, only a part of what the model changes is taken.
  public var sigma: Float?
  /// The most rows and columns that the filter works on at once; larger images are worked through
  /// in parts, so that memory stays bounded. 64 at least.
  public var tileSize = 512

  public init(_ model: ImageModel, sigma: Float? = nil) {
    precondition(sigma.map { $0 > 0 } ?? true, "a standard deviation of \(sigma!) is not positive")
    self.model = model
    self.sigma = sigma
  }

  /// For measuring a model on noise of a strength: one for noise of unknown strength is not told.
  public init(measuring model: ImageModel, sigma: Float) {
    self.init(model, sigma: model.isBlind ? nil : sigma)
  }

  /// Whether there are colors of which one differs from another: a gray image may stand in a file of colors.
  ///
  /// - Parameter samples: `[1, 1 or 3, H, W]`.
  public static func colorsDiffer(in samples: Tensor) -> Bool {
    samples.shape[1] == 3 && OpponentColors.gray(of: samples) == nil
  }

  /// The image without its noise, as far as the model can tell.
  ///
  /// Nothing is clipped but what a network adds beyond the range of the noisy samples. Alpha, the format of the samples
  /// and the color profile stay.
  /// - Parameters:
  ///   - image: gray or color. Floating-point samples above 1 are light: the filter sees them divided by
  ///     ``Image/lightScale``, and the result has their range.
  ///   - subject: what a failure names: the image's file.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where samples are no light; and whatever
  ///   `progress` throws, which ends the work.
  public func denoised(
    _ image: Image, subject: String = "image", progress: (Double) throws -> Void = { _ in }
  ) throws -> Image {
    try image.filteringLight(subject: subject) { seen, scale in
      var scaled = self
      scaled.sigma = sigma.map { $0 / scale }
      return try scaled.denoised(seen.samples, progress: progress)
    }
  }

  /// The samples without their noise.
  ///
  /// A filter for gray images takes the planes of opponent colors one after the other: the mean of
  /// red, green and blue and two differences, in which noise is weaker and images are smoother. Where
  /// the three colors are equal, it takes one of them. One for color takes a gray image as three
  /// equal colors, and the mean of its results.
  /// - Parameters:
  ///   - samples: `[1, 1 or 3, H, W]`, 0...1 beside the noise.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Returns: of the same shape, not clipped.
  /// - Throws: whatever `progress` throws, which ends the work.
  public func denoised(
    _ samples: Tensor, progress: (Double) throws -> Void = { _ in }
  ) rethrows -> Tensor {
    let shape = samples.shape
    precondition(
      shape.count == 4 && shape[0] == 1 && (shape[1] == 1 || shape[1] == 3),
      "an image of shape \(shape) is not [1, 1 or 3, H, W]")
    let sigma = strength(of: samples)
    switch (model.filter.channels, shape[1]) {
    case (1, 3):
      if let plane = OpponentColors.gray(of: samples) {
        let gray = try filtered(plane, sigma: sigma, progress: progress)
        return Tensor.joined([gray, gray, gray])
      }
      let planes = OpponentColors.planes(of: samples)
      return OpponentColors.colors(
        of: try planes.indices.map { index in
          let noiseShare = OpponentColors.noiseShares[index]
          return try filtered(planes[index], sigma: sigma.map { $0 * noiseShare }) { share in
            try progress((Double(index) + share) / Double(planes.count))
          }
        })
    case (3, 1):
      let colors = try filtered(
        Tensor.joined([samples, samples, samples]), sigma: sigma, progress: progress)
      let planes = colors.split(counts: [1, 1, 1])
      return (planes[0] + planes[1] + planes[2]) * (1 / 3)
    default: return try filtered(samples, sigma: sigma, progress: progress)
    }
  }

  /// The standard deviation of an image's noise, where it is known or can be.
  private func strength(of samples: Tensor) -> Float? {
    if let sigma { return sigma }
    // A model for one strength is taken to be the right one.
    if !model.isBlind { return model.trainedSigmas?.lowerBound }
    // No image without noise is told from one with little.
    return NoiseEstimator().standardDeviation(of: samples).map { max(0.01, Float($0) * 255) }
  }

  /// - Parameter sigma: the standard deviation of the noise of these samples.
  private func filtered(
    _ samples: Tensor, sigma: Float?, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let range = model.trainedSigmas
    let trained = sigma.flatMap { sigma in
      range.map { min(max(sigma, $0.lowerBound), $0.upperBound) }
    }
    let result = try NoiseMatching(sigma: sigma, trained: trained)
      .filtered(samples) { image, _ in try filtered(image, progress: progress) }
    // What a network adds beyond the range of all samples is no image: flat ones stay flat.
    return model.card == nil
      ? result : result.clipped(to: samples.minimum()...samples.maximum())
  }

  private func filtered(
    _ image: Tensor, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let filter = model.filter
    if let staged = filter.staged {
      return try staged.filter(image, guide: nil, tileSize: tileSize, progress: progress)
    }
    return try Tiling(tileSize: tileSize, reach: filter.reach, alignment: filter.alignment)
      .assembled(
        shape: image.shape,
        part: { rows, columns in filter.filter(image.cropped(rows: rows, columns: columns)) },
        progress: progress)
  }
}
