import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// A photograph with the same view in near-infrared light.
public struct NearInfraredSample: Sample {
  package let photograph: Image
  /// The near-infrared image, of one channel.
  package let infrared: Image

  /// The photograph, `[1, 3, H, W]`, samples in 0...1.
  public var color: Tensor { photograph.samples }
  /// The near-infrared image in three equal channels, `[1, 3, H, W]`, samples in 0...1.
  public var guide: Tensor { infrared.inRGB().samples }

  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if the sizes differ.
  public init(_ files: ImagePair, _: Void) throws(Failure) {
    photograph = try Image.readInRange(files.targetPath).inRGB()
    infrared = try files.guide(width: photograph.width, height: photograph.height).grayscale()
  }
}
