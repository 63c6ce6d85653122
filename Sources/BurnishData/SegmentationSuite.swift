import Burnish
import BurnishCore
import BurnishImages
import Foundation

/// Images whose pixels have the numbers of classes: `rgbd/NYU-test`, 40 classes and 0 for none.
public struct SegmentationSuite: Sendable {
  /// In the order of their names.
  public private(set) var pairs: [ImagePair]
  public let classCount = 41
  /// The label of pixels without a class.
  public let ignored = 0

  /// Lists the files of `rgbd/NYU-test/label40` and `rgbd/NYU-test/rgb`.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `rgbd`.
  ///   - limit: takes only so many of the pairs, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty, `badData`
  ///   where labels and images do not pair up.
  public init(dataDirectory: String, limit: Int? = nil) throws(Failure) {
    let folder = FileSystem.path("rgbd/NYU-test", in: dataDirectory)
    pairs = try ImagePair.all(
      targets: .init(folder: "\(folder)/label40", words: "label images"),
      guides: .init(folder: "\(folder)/rgb", words: "photographs"), root: folder)
    if let limit { pairs = Array(pairs.prefix(limit)) }
  }

  /// Reads a pair.
  ///
  /// - Throws: ``Failure`` as `LabelMap.read` and `Image.readInRange`, and `badData` where the sizes differ,
  ///   the photograph is gray, or a label is out of range.
  public func sample(_ pair: ImagePair) throws(Failure) -> (labels: LabelMap, guide: Image) {
    let labels = try LabelMap.read(pair.targetPath)
    if let label = labels.labels.first(where: { $0 >= classCount }) {
      throw Failure(
        .badData, pair.targetPath, found: "the label \(label)",
        wanted: "labels of 0 to \(classCount - 1)")
    }
    return (labels, try pair.colorGuide(width: labels.width, height: labels.height))
  }
}
