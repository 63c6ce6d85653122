import BurnishCore
import BurnishImages
import BurnishTensors

extension Image {
  /// What the samples are divided by while a filter that expects 0...1 works on them, and multiplied by afterward.
  ///
  /// Floating-point samples above 1 are light and keep their range. It is ``brightest(above:)`` then, and 1 for images
  /// that do not leave 0...1 by more than noise does.
  public var lightScale: Float {
    guard sampleFormat == .float32 else { return 1 }
    let brightest = brightest(above: Self.mostNoisySample)
    return brightest > Self.mostNoisySample ? brightest : 1
  }

  /// Whether samples go beyond white: those of light, or of noise upon white, which need no limit either.
  var isLight: Bool { sampleFormat == .float32 && samples.maximum() > 1 }

  /// Noise of a standard deviation of 0.25 seldom takes white farther.
  private static let mostNoisySample: Float = 2

  /// The brightest sample that a filter is to see: the maximum, or twice the 99th percentile if that is less, and `least` at
  /// the least, so that a few hot pixels or highlights do not make all others dark.
  func brightest(above least: Float) -> Float {
    let largest = samples.maximum()
    guard largest > least else { return largest }
    // Of large images a part tells as much.
    let step = max(1, samples.count / 200_000)
    let sorted = samples.withUnsafeSamples { samples in
      stride(from: 0, to: samples.count, by: step).map { samples[$0] }.sorted()
    }
    return min(largest, max(least, 2 * sorted[(sorted.count - 1) * 99 / 100]))
  }

  /// Asks for samples that may be light and noise: not below -4 times ``lightScale``, as noise is, nor below a quarter of the
  /// maximum, as far as interpolation overshoots. Hidden colors are not looked at.
  ///
  /// - Parameter subject: what a failure names: the image's file.
  /// - Throws: ``Failure`` of the kind `badData` for samples that are more negative.
  public func checkLight(subject: String) throws(Failure) {
    try withHiddenColorsFilled().checkFilledLight(subject: subject)
  }

  private func checkFilledLight(subject: String) throws(Failure) {
    let least = -max(4 * lightScale, sampleFormat == .float32 ? samples.maximum() / 4 : 0)
    if let outside = samples.withUnsafeSamples({ $0.first { !($0 >= least && $0.isFinite) } }) {
      throw Failure(
        .badData, subject, found: "the sample \(outside)",
        wanted: "light: samples from 0 on, give or take noise")
    }
  }

  /// The image as filters that expect 0...1 see it: colors under transparency filled from visible ones, samples divided by
  /// ``lightScale``, and what is brighter than the brightest that they are to see cut off.
  public func seenByFilters() -> (image: Image, scale: Float) {
    let split = withHiddenColorsFilled().splitForFilters(above: Self.mostNoisySample)
    let scale = split.seen.lightScale
    return (split.seen.scaled(from: scale), scale)
  }

  /// An image without hidden colors, up to the brightest sample that filters are to see, and what is above that; `nil`
  /// where nothing is.
  func splitForFilters(above least: Float) -> (seen: Image, excess: Tensor?) {
    guard sampleFormat == .float32 else { return (self, nil) }
    let brightest = brightest(above: least)
    guard brightest < samples.maximum() else { return (self, nil) }
    var seen = self
    seen.samples = samples.clipped(to: -Float.greatestFiniteMagnitude...brightest)
    return (seen, samples - seen.samples)
  }

  /// With samples divided by a scale, for a filter that expects 0...1.
  func scaled(from scale: Float) -> Image {
    guard scale != 1 else { return self }
    var result = self
    result.samples = samples * (1 / scale)
    return result
  }

  /// The image with other samples, which a filter made of ``seenByFilters()``; alpha, the format of the samples and
  /// the color profile stay. What is too bright for the filter is added to what it makes of the rest.
  ///
  /// - Parameter filter: called with the image that filters see and what it was divided by; what it returns is
  ///   multiplied by that.
  /// - Throws: ``Failure`` as ``checkLight(subject:)``, and whatever `filter` throws.
  func filteringLight(
    subject: String, _ filter: (_ seen: Image, _ scale: Float) throws -> Tensor
  ) throws -> Image {
    let filled = withHiddenColorsFilled()
    try filled.checkFilledLight(subject: subject)
    let (seen, excess) = filled.splitForFilters(above: Self.mostNoisySample)
    let scale = seen.lightScale
    var result = self
    result.samples = try filter(seen.scaled(from: scale), scale)
    if scale != 1 { result.samples = result.samples * scale }
    if let excess, excess.shape == result.samples.shape {
      result.samples = result.samples + excess
    }
    return result
  }
}
