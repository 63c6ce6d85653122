import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Gray images that noise is taken off.
public struct ImageSuite: Sendable {
  public enum Name: String, CaseIterable, Sendable {
    /// The 68 images of Roth and Black from the Berkeley segmentation data set.
    case bsd68
    /// Twelve images of long use.
    case set12

    /// The folder below the data directory.
    var folder: String {
      switch self {
      case .bsd68: "natural/BSD68"
      case .set12: "natural/Set12"
      }
    }
  }

  public let name: Name
  /// The files in the order of their names.
  public let paths: [String]

  /// Lists the files of a suite.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `natural`.
  ///   - limit: takes only so many images, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty.
  public init(_ name: Name, dataDirectory: String, limit: Int? = nil) throws(Failure) {
    self.name = name
    let folder = FileSystem.path(name.folder, in: dataDirectory)
    let all = try ImagePair.Side(folder: folder, words: "images").paths()
    paths = Array(all.prefix(limit ?? all.count))
  }

  /// Reads an image in gray: `[1, 1, H, W]`, samples in 0...1.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`.
  func image(_ path: String) throws(Failure) -> Tensor {
    try Image.readInRange(path).grayscale().samples
  }
}
