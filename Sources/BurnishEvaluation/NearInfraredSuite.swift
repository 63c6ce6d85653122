import BurnishImages
import BurnishTensors
import Foundation

/// Photographs of landscapes with the same view in near-infrared light.
public struct NearInfraredSuite: Sendable {
  /// In the order of their names.
  public private(set) var pairs: [PicturePair]

  /// How many pairs, the last ones, are for tests.
  public static let testCount = 12

  /// Lists the files of `nir/country` that are for tests: of the pairs `*_rgb.jpg` and `*_nir.jpg`
  /// in the order of their names the last ``testCount``.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `nir`.
  ///   - limit: takes only so many of the test pairs, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty, `badData`
  ///   where its pictures do not pair up.
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    let folder = URL(fileURLWithPath: dataDirectory).appendingPathComponent("nir/country").path
    let all = try PicturePair.all(
      targets: .init(folder: folder, words: "colour pictures", suffix: "_rgb.jpg"),
      guides: .init(folder: folder, words: "near-infrared pictures", suffix: "_nir.jpg"),
      root: folder)
    pairs = Array(all.suffix(Self.testCount).prefix(limit ?? Self.testCount))
  }

  /// A pair in memory.
  public struct Sample: Sendable {
    /// `[1, 3, H, W]`, samples in 0...1.
    public var color: Tensor
    /// The near-infrared picture in three equal channels, `[1, 3, H, W]`, samples in 0...1.
    public var guide: Tensor
  }

  /// Reads a pair.
  ///
  /// - Throws: ``Failure`` as `Image.read`, and `badData` where the sizes differ.
  public func sample(_ pair: PicturePair) throws(Failure) -> Sample {
    let color = try Image.read(pair.targetPath).inRGB()
    let guide = try pair.guide(width: color.width, height: color.height)
    return Sample(color: color.samples, guide: guide.grayscale().inRGB().samples)
  }
}
