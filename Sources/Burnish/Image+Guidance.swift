import BurnishImages
import BurnishTensors

extension Image {
  /// The picture as a filter takes a guide: `[1, 3, H, W]`; gray is repeated, alpha not looked at.
  ///
  /// - Parameter subject: what a failure names.
  /// - Throws: ``Failure`` of the kind `badData` where a floating-point picture leaves 0...1.
  func guidance(subject: String = "guide") throws(Failure) -> Tensor {
    if sampleFormat == .float32 {
      let outside = samples.withUnsafeSamples { $0.first { !($0 >= 0 && $0 <= 1) } }
      if let outside {
        throw Failure(.badData, subject, found: "the sample \(outside)", wanted: "samples in 0...1")
      }
    }
    return inRGB().samples
  }
}
