import BurnishCore
import BurnishImages
import BurnishTensors

/// A depth map with the color image of the same view.
public struct DepthSample: Sample {
  /// The numbers of the file, `[1, 1, H, W]`.
  public let stored: Tensor
  /// The depth, `[1, 1, H, W]`, in the data set's unit of errors.
  public let depth: Tensor
  public let color: Image

  /// The color image, `[1, 3, H, W]`, samples in 0...1.
  public var guide: Tensor { color.samples }

  /// - Throws: ``Failure`` as `DepthMap.read` and `Image.readInRange` do, and `badData` if the sizes differ or
  ///   the color image is gray.
  public init(_ files: ImagePair, _ scale: DepthScale) throws(Failure) {
    let map = try DepthMap.read(files.targetPath, unit: scale.fileUnit, zeroIsInvalid: false)
    color = try files.colorGuide(width: map.width, height: map.height)
    (stored, depth) = (map.samples, scale.depth(of: map.samples))
  }
}
