import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Removes texture and the dots of printed images. It filters an image repeatedly under the image's
/// own guidance.
///
/// A denoising filter treats texture as noise with a pattern. Each round removes some of it and
/// leaves edges, which guide the next round. In each round, the previous result is both the guide,
/// in all its colors, and the target, one color at a time. The paper on DJFR calls it "the output
/// of the previous iteration as the input of the current iteration". It stops after two or three
/// rounds; the paper on DKN always uses four.
///
/// Dots of print that are too far apart for filters are smoothed at a smaller size.
public struct TextureSmoother: Sendable {
  public let filter: any JointFilter
  /// The number of times that the image is filtered; 0 leaves it unchanged.
  public var rounds = 4
  /// The factor by which each side is reduced for the filter, so that it sees coarse dots as fine
  /// texture. If not given, it is ``PrintRaster/reduction`` for images with dots of print and 1 for
  /// others.
  public var reduction: Int?
  /// The same as ``GuidedDenoiser/tileSize``.
  public var tileSize = Tiling.jointSize

  public init(_ filter: any JointFilter) { self.filter = filter }

  /// The dots of print in an image; `nil` if there are no dots.
  public func raster(in image: Image) -> PrintRaster? {
    PrintRaster(in: seen(image).image)
  }

  /// The image as filters see it, the divisor of its samples, and the excess brightness. Each round
  /// clips to 0...1, so samples above 1 count as light even if only noise raises them.
  private func seen(_ image: Image) -> (image: Image, scale: Float, excess: Tensor?) {
    let (seen, excess) = image.withHiddenColorsFilled().splitForFilters(above: 1)
    let scale = max(1, seen.samples.maximum())
    return (seen.scaled(from: scale), scale, excess)
  }

  /// The image without texture.
  ///
  /// Samples are clipped to 0...1 after each round, since they guide the next one. Floating-point
  /// samples above 1 are light and are clipped to their maximum. Alpha, the sample format and the
  /// color profile stay.
  /// - Parameters:
  ///   - image: gray or color, samples of at least 0.
  ///   - subject: the image's file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if samples are negative, and `usage` for
  ///   numbers out of their ranges.
  public func smoothedBlocking(
    _ image: Image, subject: String = "image", progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Image {
    guard rounds >= 0 else {
      throw Failure(.usage, "smoothing", found: "\(rounds) rounds", wanted: "0 or more")
    }
    var (result, scale, excess) = seen(image)
    guard result.samples.minimum() >= 0 else {
      throw Failure(
        .badData, subject, found: "the sample \(result.samples.minimum() * scale)",
        wanted: "samples from 0 on")
    }
    let tiled = try TiledFilter(filter, tileSize: tileSize)
    let (height, width) = (image.height, image.width)
    let reduction = rounds == 0 ? 1 : reduction ?? PrintRaster(in: result)?.reduction ?? 1
    guard reduction > 0 else {
      throw Failure(.usage, "smoothing", found: "a reduction by \(reduction)", wanted: "1 or more")
    }
    let alpha = result.alpha
    if reduction > 1 {
      result.alpha = nil
      result.samples = result.samples.resized(
        height: max(1, height / reduction), width: max(1, width / reduction), kernel: .bicubic,
        dialect: .pillow
      ).clipped(to: 0...1)
    }
    for round in 0..<rounds {
      let filtered = try tiled.filter(
        target: result.samples, guide: result.samples
      ) { share in
        progress((Double(round) + share) / Double(rounds))
      }
      result.samples = filtered.clipped(to: 0...1)
    }
    if reduction > 1 {
      result.samples = result.samples.resized(
        height: height, width: width, kernel: .bicubic, dialect: .pillow
      ).clipped(to: 0...1)
      result.alpha = alpha
    }
    if scale != 1 { result.samples = result.samples * scale }
    if let excess { result.samples = result.samples + excess }
    return result
  }
}
