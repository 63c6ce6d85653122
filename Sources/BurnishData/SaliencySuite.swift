import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Photographs with masks of what draws the eye.
public struct SaliencySuite: Sendable {
  /// In the order of their names.
  public private(set) var pairs: [ImagePair]

  /// Lists the files of `saliency/gt` and `saliency/img`.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `saliency`.
  ///   - limit: takes only so many of the pairs, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty, `badData`
  ///   where masks and photographs do not pair up.
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    let folder = FileSystem.path("saliency", in: dataDirectory)
    pairs = try ImagePair.all(
      targets: .init(folder: "\(folder)/gt", words: "masks"),
      guides: .init(folder: "\(folder)/img", words: "photographs"), root: folder)
    if let limit { pairs = Array(pairs.prefix(limit)) }
  }

  /// A pair in memory.
  public struct Sample: Sendable {
    /// `[1, 1, H, W]`: 1 where the graded mask is at least 128 of 255, else 0.
    public var mask: Tensor
    /// `[1, 3, H, W]`, samples in 0...1.
    public var guide: Tensor
  }

  /// Reads a pair.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where the sizes differ or the photograph
  ///   is gray.
  public func sample(_ pair: ImagePair) throws(Failure) -> Sample {
    let mask = try Image.readInRange(pair.targetPath).grayscale()
    let guide = try pair.colorGuide(width: mask.width, height: mask.height)
    let threshold: Float = 127.5 / 255
    return Sample(
      mask: Tensor(
        shape: mask.samples.shape, values: mask.samples.values.map { $0 > threshold ? 1 : 0 }),
      guide: guide.samples)
  }
}
