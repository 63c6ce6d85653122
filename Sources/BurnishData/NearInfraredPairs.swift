import BurnishCore
import BurnishImages
import Foundation

/// The photographs of `nir/country` with the same views in near-infrared light, as training and
/// evaluation share them out.
package struct NearInfraredPairs: Sendable {
  /// How many pairs, the last ones, are for tests and for nothing else.
  package static let testCount = 12

  /// In the order of their names.
  package let training, test: [ImagePair]
  package let folder: String

  /// Lists the pairs `*_rgb.jpg` and `*_nir.jpg`.
  ///
  /// - Parameter dataDirectory: the folder that holds `nir`.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty, `badData`
  ///   where its images do not pair up.
  package init(dataDirectory: String) throws(Failure) {
    folder = FileSystem.path("nir/country", in: dataDirectory)
    let all = try Self.pairs(in: folder)
    training = Array(all.dropLast(Self.testCount))
    test = Array(all.suffix(Self.testCount))
  }

  // See `Crop.check`: Swift 6.3.1 miscompiles initializers that throw when this is inlined.
  @inline(never)
  private static func pairs(in folder: String) throws(Failure) -> [ImagePair] {
    try ImagePair.all(
      targets: .init(folder: folder, words: "color images", suffix: "_rgb.jpg"),
      guides: .init(folder: folder, words: "near-infrared images", suffix: "_nir.jpg"),
      root: folder)
  }

  /// Reads a pair.
  ///
  /// - Returns: the image in color and the one in near-infrared light, gray, of the same size.
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where the sizes differ.
  package static func read(
    _ pair: ImagePair
  ) throws(Failure) -> (color: Image, infrared: Image) {
    let color = try Image.readInRange(pair.targetPath).inRGB()
    return (color, try pair.guide(width: color.width, height: color.height).grayscale())
  }
}
