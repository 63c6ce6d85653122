import BurnishCore
import BurnishImages
import BurnishTensors

extension Image {
  /// Reads an image whose samples must be in 0...1, such as an image to which noise is added.
  ///
  /// - Throws: ``Failure``, like `Image.read`, and `badData` if samples leave 0...1.
  public static func readInRange(_ path: String) throws(Failure) -> Image {
    let image = try Image.read(path)
    try image.checkRange(subject: path)
    return image
  }

  /// Checks that samples are in 0...1, as in masks and in images that keep their luma.
  ///
  /// The samples decide, also where ``sampleFormat`` says that integers hold them. In such images, half a
  /// level beyond 0...1 is rounding.
  /// - Parameter subject: the image's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if samples leave 0...1 or are NaN.
  public func checkRange(subject: String) throws(Failure) {
    let rounding = sampleFormat.maximum.map { 0.5 / $0 } ?? 0
    guard let outside = samples.first(outside: -rounding...1 + rounding) else { return }
    throw Failure(.badData, subject, found: "the sample \(outside)", wanted: "samples in 0...1")
  }

  /// The image as a filter's guide: `[1, 1, H, W]` if the file holds one channel besides alpha,
  /// else `[1, 3, H, W]`. As in ``seenByFilters()``, hidden colors are filled and light is divided
  /// by ``lightScale``.
  ///
  /// - Parameter subject: the name in errors.
  /// - Throws: ``Failure``, like ``checkLight(subject:)``.
  func guidance(subject: String = "guide") throws(Failure) -> Tensor {
    try checkLight(subject: subject)
    return seenByFilters().image.samples
  }
}

extension Tensor {
  /// The first sample that is NaN or outside of `range`; `nil` if there is none.
  func first(outside range: ClosedRange<Float>) -> Float? {
    firstIndex(outside: range).map { index in withUnsafeSamples { $0[index] } }
  }
}
