import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// A set of pairs of depth maps and color images that figures are quoted on.
public struct DepthSuite: Sendable {
  public enum Name: String, Sendable, CaseIterable {
    case middlebury, lu, nyu, rgbdd
  }

  public let name: Name
  /// In the order of their names.
  public private(set) var pairs: [ImagePair]

  /// Lists a suite's files.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `rgbd/Middlebury/Depth`, `rgbd/Middlebury/RGB` and so
  ///     on.
  ///   - limit: takes only so many of the pairs, the first ones.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty, `badData`
  ///   where depth maps and images do not pair up.
  public init(_ name: Name, dataDirectory: String, limit: Int? = nil) throws(Failure) {
    let folder = FileSystem.path(name.folder, in: dataDirectory)
    self.name = name
    pairs = try ImagePair.all(
      targets: .init(folder: "\(folder)/\(name.depthFolder)", words: "depth maps"),
      guides: .init(folder: "\(folder)/\(name.guideFolder)", words: "color images"),
      root: folder)
    if let limit { pairs = Array(pairs.prefix(limit)) }
  }
}

extension DepthSuite.Name {
  var folder: String {
    switch self {
    case .middlebury: "rgbd/Middlebury"
    case .lu: "rgbd/Lu"
    case .nyu: "rgbd/NYU-test"
    case .rgbdd: "rgbd/RGB-D-D"
    }
  }

  fileprivate var depthFolder: String { self == .nyu ? "depth" : "Depth" }
  fileprivate var guideFolder: String { self == .nyu ? "rgb" : "RGB" }

  /// The unit of errors, in words.
  public var unit: String {
    switch self {
    case .middlebury, .lu: "levels 0...255"
    case .nyu, .rgbdd: "cm"
    }
  }

  /// The unit of the files.
  fileprivate var fileUnit: DepthUnit { self == .rgbdd ? .millimeters : .levels8 }

  /// A file's numbers in the unit of errors.
  ///
  /// Holes of RGB-D-D count as the depth 0, as in the figures that others quote.
  fileprivate func metric(_ stored: Tensor) -> Tensor {
    switch self {
    case .middlebury, .lu: stored
    // Meters = (v + 0.5) * 10 / 255: the middle of the quantization cell.
    case .nyu: (stored + 0.5) * (1000 / 255)
    case .rgbdd: stored * 0.1
    }
  }

  /// What a network is given as 0 and as 1, in the unit of errors.
  func networkScale(of depth: Tensor) -> NetworkScale {
    switch self {
    case .middlebury, .lu:
      return NetworkScale(range: 0...255)
    case .nyu, .rgbdd:
      let values = depth.values
      return NetworkScale(range: values.min()!...values.max()!)
    }
  }
}

extension DepthSuite {
  /// A pair in memory.
  public struct Sample: Sendable {
    /// `[1, 1, H, W]`, in the suite's unit of errors.
    public var depth: Tensor
    /// `[1, 3, H, W]`, samples in 0...1.
    public var guide: Tensor
  }

  /// Reads a pair.
  ///
  /// - Throws: ``Failure`` as `DepthMap.read` and `Image.readInRange`, and `badData` where the sizes
  ///   differ or the guide is gray.
  public func sample(_ pair: ImagePair) throws(Failure) -> Sample {
    let depth = try DepthMap.read(pair.targetPath, unit: name.fileUnit, zeroIsInvalid: false)
    let guide = try pair.colorGuide(width: depth.width, height: depth.height)
    return Sample(depth: name.metric(depth.samples), guide: guide.samples)
  }
}
