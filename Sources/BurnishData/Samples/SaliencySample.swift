import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// A photograph with a mask of its salient objects.
public struct SaliencySample: Sample {
  /// The mask, `[1, 1, H, W]`: 1 where the graded mask is at least 128 of 255, else 0.
  public let mask: Tensor
  /// The photograph, `[1, 3, H, W]`, samples in 0...1.
  public let guide: Tensor

  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if the sizes differ or the photograph
  ///   is gray.
  public init(_ files: ImagePair, _: Void) throws(Failure) {
    let graded = try Image.readInRange(files.targetPath).grayscale()
    guide = try files.colorGuide(width: graded.width, height: graded.height).samples
    let threshold: Float = 127.5 / 255
    mask = Tensor(
      shape: graded.samples.shape, values: graded.samples.values.map { $0 > threshold ? 1 : 0 })
  }
}
