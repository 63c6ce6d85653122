import BurnishImages
import BurnishTensors

extension Image {
  /// What the samples are divided by while a filter that expects 0...1 works on them, and multiplied by afterward.
  ///
  /// Floating-point samples above 1 are light and keep their range. It is their maximum then, and 1 for pictures
  /// that do not leave 0...1 by more than noise does.
  public var lightScale: Float {
    guard sampleFormat == .float32 else { return 1 }
    let largest = maximum(samples)
    return largest > Self.mostNoisySample ? largest : 1
  }

  /// Noise of a standard deviation of 0.25 seldom takes white farther.
  private static let mostNoisySample: Float = 2

  /// Asks for samples that may be light and noise: not below -4 times the brightest, or -4.
  ///
  /// - Parameter subject: what a failure names: the picture's file.
  /// - Throws: ``Failure`` of the kind `badData` for samples that are more negative.
  public func checkLight(subject: String) throws(Failure) {
    let least = -4 * lightScale
    if let outside = samples.withUnsafeSamples({ $0.first { !($0 >= least && $0.isFinite) } }) {
      throw Failure(
        .badData, subject, found: "the sample \(outside)",
        wanted: "light: samples from 0 on, give or take noise")
    }
  }

  /// The picture as filters that expect 0...1 see it: its samples divided by ``lightScale``, and colors under
  /// transparency filled from visible ones.
  public func seenByFilters() -> (image: Image, scale: Float) {
    let scale = lightScale
    return (scaled(from: scale).withHiddenColorsFilled(), scale)
  }

  /// With samples divided by a scale, for a filter that expects 0...1.
  func scaled(from scale: Float) -> Image {
    guard scale != 1 else { return self }
    var result = self
    result.samples = samples * (1 / scale)
    return result
  }

  /// The picture with other samples, which a filter made of ``seenByFilters()``; alpha, the format of the samples and
  /// the color profile stay.
  ///
  /// - Parameter filter: called with the picture that filters see and what it was divided by; what it returns is
  ///   multiplied by that.
  /// - Throws: ``Failure`` as ``checkLight(subject:)``, and whatever `filter` throws.
  func filteringLight(
    subject: String, _ filter: (_ seen: Image, _ scale: Float) throws -> Tensor
  ) throws -> Image {
    try checkLight(subject: subject)
    let (seen, scale) = seenByFilters()
    var result = self
    result.samples = try filter(seen, scale)
    if scale != 1 { result.samples = result.samples * scale }
    return result
  }
}
