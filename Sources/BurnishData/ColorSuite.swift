import Burnish
import BurnishCore
import BurnishImages
import Foundation

/// Images in color that are given their colors again.
public struct ColorSuite: Sendable {
  public enum Name: String, CaseIterable, Sendable {
    /// Fourteen images of long use in super-resolution, one of which is gray.
    case set14
    /// The middles of the 24 photographs of the Kodak Photo CD.
    case kodak24

    /// The folder below the data directory.
    var folder: String {
      switch self {
      case .set14: "natural/Set14"
      case .kodak24: "natural/Kodak24"
      }
    }
  }

  public let name: Name
  /// The files in the order of their names, without gray images.
  public let paths: [String]

  /// Lists the files of a suite, and looks into each to see whether it has colors.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `natural`.
  ///   - limit: takes only so many images in color, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where the folder is missing or empty, `badData` where
  ///   none of its images is in color or one is damaged.
  public init(_ name: Name, dataDirectory: String, limit: Int? = nil) throws(Failure) {
    self.name = name
    let folder = FileSystem.path(name.folder, in: dataDirectory)
    let all = try ImagePair.Side(folder: folder, words: "images").paths()
    var colored: [String] = []
    for path in all where colored.count < limit ?? all.count {
      let image = try Image.readInRange(path)
      if ImageDenoiser.colorsDiffer(in: image.samples) { colored.append(path) }
    }
    guard !colored.isEmpty else {
      throw Failure(
        .badData, folder, found: "gray images alone", wanted: "the suite's images in color")
    }
    paths = colored
  }
}
