import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// A gray image.
public struct GrayImage: ImageSample {
  /// The image, `[1, 1, H, W]`, samples in 0...1.
  public let samples: Tensor

  public static var layout: ImageFile.Layout { .init() }

  /// - Throws: ``Failure`` as `Image.readInRange` does.
  public init(_ file: ImageFile, _: Void) throws(Failure) {
    samples = try Image.readInRange(file.path).grayscale().samples
  }
}
