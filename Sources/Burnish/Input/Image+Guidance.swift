import BurnishCore
import BurnishImages
import BurnishTensors

extension Image {
  /// Reads an image whose samples have to be in 0...1, such as one that noise is to be added to.
  ///
  /// - Throws: ``Failure`` as `Image.read`, and `badData` where samples leave 0...1.
  public static func readInRange(_ path: String) throws(Failure) -> Image {
    let image = try Image.read(path)
    try image.checkRange(subject: path)
    return image
  }

  /// Asks for samples in 0...1, as masks and images whose luma stays have them.
  ///
  /// - Parameter subject: what a failure names: the image's file.
  /// - Throws: ``Failure`` of the kind `badData` where a floating-point image leaves 0...1.
  public func checkRange(subject: String) throws(Failure) {
    guard sampleFormat == .float32,
      let outside = samples.withUnsafeSamples({ $0.first { !($0 >= 0 && $0 <= 1) } })
    else { return }
    throw Failure(.badData, subject, found: "the sample \(outside)", wanted: "samples in 0...1")
  }

  /// The image as a filter takes a guide: `[1, 1, H, W]` where the file holds one channel besides alpha, else
  /// `[1, 3, H, W]`; what alpha hides is filled, and light is divided by ``lightScale``, as by ``seenByFilters()``.
  ///
  /// - Parameter subject: what a failure names.
  /// - Throws: ``Failure`` as ``checkLight(subject:)``.
  func guidance(subject: String = "guide") throws(Failure) -> Tensor {
    try checkLight(subject: subject)
    return seenByFilters().image.samples
  }
}
