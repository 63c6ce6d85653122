import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// An image in gray.
public struct GrayImage: ImageSample {
  /// `[1, 1, H, W]`, in 0...1.
  public let samples: Tensor

  public static var layout: ImageFile.Layout { .init() }

  /// - Throws: ``Failure`` as `Image.readInRange`.
  public init(_ file: ImageFile, _: Void) throws(Failure) {
    samples = try Image.readInRange(file.path).grayscale().samples
  }
}
