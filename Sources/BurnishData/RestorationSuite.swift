import Burnish
import BurnishCore
import Foundation

/// Images that are degraded and restored, each with its name.
public struct RestorationSuite: Sendable {
  public enum Name: String, CaseIterable, Sendable {
    /// Five images for super-resolution.
    case set5
    /// Fourteen more.
    case set14
    /// The 4 gray images of Levin et al. with each of their 8 kernels.
    case levin
    /// The 24 images of Kodak's suite, with the first kernel of Levin et al., of 19x19 pixels.
    case kodak

    /// The folder below the data directory.
    var folder: String {
      switch self {
      case .set5: "natural/Set5"
      case .set14: "natural/Set14"
      case .levin: "deblur/levin/gt"
      case .kodak: "natural/Kodak24"
      }
    }
  }

  /// An image, and for blurs its kernel.
  struct Item: Sendable {
    let name: String
    let image: String
    let kernel: String?
  }

  public let name: Name
  let items: [Item]

  /// Lists the files.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `natural` and `deblur`.
  ///   - limit: takes only so many images, the first ones; of Levin's set so many pairs of an image and a
  ///     kernel.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty.
  public init(_ name: Name, dataDirectory: String, limit: Int? = nil) throws(Failure) {
    self.name = name
    items = try Self.items(name, dataDirectory, limit)
  }

  // See `Crop.check`: Swift 6.3.1 miscompiles initializers that throw when this is inlined.
  @inline(never)
  private static func items(
    _ name: Name, _ dataDirectory: String, _ limit: Int?
  ) throws(Failure) -> [Item] {
    func paths(_ name: Name) throws(Failure) -> [String] {
      let folder = FileSystem.path(name.folder, in: dataDirectory)
      return try ImagePair.Side(folder: folder, words: "images").paths()
    }
    func base(_ path: String) -> String {
      FileSystem.stem(of: path)
    }
    let images = try paths(name)
    var items: [Item] = []
    switch name {
    case .set5, .set14:
      items = images.map { Item(name: base($0), image: $0, kernel: nil) }
    case .kodak:
      let kernel = try paths(.levin).first { base($0) == "kernel1" }
      guard let kernel else {
        throw Failure(
          .noInput, Name.levin.folder, found: "there is no kernel1.png", wanted: "the 8 kernels")
      }
      items = images.map { Item(name: base($0), image: $0, kernel: kernel) }
    case .levin:
      let kernels = images.filter { base($0).hasPrefix("kernel") }
      for image in images where !base(image).hasPrefix("kernel") {
        items += kernels.map {
          Item(name: "\(base(image)) \(base($0))", image: image, kernel: $0)
        }
      }
      guard !items.isEmpty else {
        throw Failure(
          .noInput, Name.levin.folder, found: "no kernel1.png or no im1.png",
          wanted: "4 images and 8 kernels")
      }
    }
    return Array(items.prefix(limit ?? items.count))
  }
}
