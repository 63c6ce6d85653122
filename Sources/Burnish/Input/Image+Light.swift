import BurnishCore
import BurnishImages
import BurnishTensors

extension Image {
  /// The divisor of the samples for filters that expect 0...1. The results are multiplied by it.
  ///
  /// Floating-point samples above 1 are light and keep their range. For light it is
  /// ``brightest(above:)``. For images that leave 0...1 only by noise, it is 1.
  public var lightScale: Float {
    guard sampleFormat == .float32 else { return 1 }
    let brightest = brightest(above: Self.mostNoisySample)
    return brightest > Self.mostNoisySample ? brightest : 1
  }

  /// Whether samples exceed white, because of light or of noise on white. Neither needs an upper
  /// limit.
  var isLight: Bool { sampleFormat == .float32 && samples.maximum() > 1 }

  /// Noise with a standard deviation of 0.25 seldom takes white beyond this.
  private static let mostNoisySample: Float = 2

  /// The brightest sample that a filter should see: the maximum, or twice the 99th percentile if
  /// that is less, but at least `minimum`. A few hot pixels or highlights thus do not darken all
  /// others.
  func brightest(above minimum: Float) -> Float {
    let largest = samples.maximum()
    guard largest > minimum else { return largest }
    // In large images, a part of the samples is enough.
    let step = max(1, samples.count / 200_000)
    let sorted = samples.withUnsafeSamples { samples in
      stride(from: 0, to: samples.count, by: step).map { samples[$0] }.sorted()
    }
    return min(largest, max(minimum, 2 * sorted[(sorted.count - 1) * 99 / 100]))
  }

  /// Checks that samples can be light with noise. Noise may reach -4 times ``lightScale``.
  /// Overshoots of interpolation may reach minus a quarter of the maximum. Hidden colors are
  /// ignored.
  ///
  /// Only floating-point samples are light. If ``sampleFormat`` says that integers hold the samples, they are
  /// levels in 0...1, which noise may raise to 5. Samples in 0...255 are thus refused.
  /// - Parameter subject: the image's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` for samples that are beyond this, or not finite.
  public func checkLight(subject: String) throws(Failure) {
    try withHiddenColorsFilled().checkFilledLight(subject: subject)
  }

  private func checkFilledLight(subject: String) throws(Failure) {
    guard sampleFormat == .float32 else {
      guard let outside = samples.first(outside: -Self.mostNoise...1 + Self.mostNoise) else {
        return
      }
      throw Failure(
        .badData, subject, found: "the sample \(outside)",
        wanted: "levels in 0...1, give or take noise, or light in the sample format float32")
    }
    // Most images need no look for their brightest sample.
    let largest = Float.greatestFiniteMagnitude
    guard samples.firstIndex(outside: -Self.mostNoise...largest) != nil else { return }
    let minimum = max(-largest, -max(Self.mostNoise * lightScale, samples.maximum() / 4))
    if let outside = samples.first(outside: minimum...largest) {
      throw Failure(
        .badData, subject, found: "the sample \(outside)",
        wanted: "light: samples from 0 on, give or take noise")
    }
  }

  /// The most that noise adds to black or white, relative to white.
  private static let mostNoise: Float = 4

  /// The image as filters that expect 0...1 see it. Hidden colors are filled from visible ones,
  /// samples are divided by ``lightScale``, and samples above the brightest one for filters are
  /// clipped.
  public func seenByFilters() -> (image: Image, scale: Float) {
    let split = withHiddenColorsFilled().splitForFilters(above: Self.mostNoisySample)
    let scale = split.seen.lightScale
    return (split.seen.scaled(from: scale), scale)
  }

  /// Splits an image without hidden colors: the part up to the brightest sample that filters should
  /// see, and the excess. The excess is `nil` if no sample is brighter.
  func splitForFilters(above minimum: Float) -> (seen: Image, excess: Tensor?) {
    guard sampleFormat == .float32 else { return (self, nil) }
    let brightest = brightest(above: minimum)
    guard brightest < samples.maximum() else { return (self, nil) }
    var seen = self
    seen.samples = samples.clipped(to: -Float.greatestFiniteMagnitude...brightest)
    return (seen, samples - seen.samples)
  }

  /// The image with its samples divided by a scale, for a filter that expects 0...1.
  func scaled(from scale: Float) -> Image {
    guard scale != 1 else { return self }
    var result = self
    result.samples = samples * (1 / scale)
    return result
  }

  /// The image with its samples filtered, as ``seenByFilters()`` shows them. Alpha, the sample
  /// format and the color profile stay. Light that is too bright for the filter is added to the
  /// result.
  ///
  /// - Parameter filter: takes the image that filters see and its divisor. The result is multiplied
  ///   by the divisor.
  /// - Throws: ``Failure``, like ``checkLight(subject:)``, and errors of `filter`.
  func filteringLight(
    subject: String, _ filter: (_ seen: Image, _ scale: Float) throws(Failure) -> Tensor
  ) throws(Failure) -> Image {
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
