import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// Photographs of landscapes with the same view in near-infrared light.
public struct NearInfraredSuite: Sendable {
  /// In the order of their names.
  public private(set) var pairs: [ImagePair]

  /// Lists the files of `nir/country` that are for tests: of the pairs `*_rgb.jpg` and `*_nir.jpg`
  /// in the order of their names the last 12.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `nir`.
  ///   - limit: takes only so many of the test pairs, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty, `badData`
  ///   where its images do not pair up.
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    let test = try NearInfraredPairs(dataDirectory: dataDirectory).test
    pairs = Array(test.prefix(limit ?? test.count))
  }

  /// A pair in memory.
  public struct Sample: Sendable {
    /// `[1, 3, H, W]`, samples in 0...1.
    public var color: Tensor
    /// The near-infrared image in three equal channels, `[1, 3, H, W]`, samples in 0...1.
    public var guide: Tensor
  }

  /// Reads a pair.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where the sizes differ.
  public func sample(_ pair: ImagePair) throws(Failure) -> Sample {
    let (color, infrared) = try NearInfraredPairs.read(pair)
    return Sample(color: color.samples, guide: infrared.inRGB().samples)
  }
}
