import BurnishCore

/// The files of an image to degrade and restore and, for blurs, of its kernel.
public struct RestorationFiles: SampleFiles {
  public let name: String
  public let image: String
  public let kernel: String?

  /// The kernels of the images.
  public enum Layout: Sendable {
    /// Images have no kernels.
    case images
    /// Files of the same folder with this prefix are kernels; each image with each kernel is a sample.
    case imagesAndKernels(prefix: String)
    /// One kernel for all images: its folder within the data directory and its name without extension.
    case imagesWithKernel(folder: String, name: String)
  }

  public static func list(
    _ layout: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [RestorationFiles] {
    let paths = try paths(in: folder, of: dataDirectory)
    var items: [RestorationFiles] = []
    switch layout {
    case .images:
      for path in paths { items.append(.init(image: path)) }
    case .imagesWithKernel(let kernels, let name):
      let kernel = try Self.paths(in: kernels, of: dataDirectory).first {
        FileSystem.stem(of: $0) == name
      }
      guard let kernel else {
        throw Failure(
          .noInput, kernels, found: "there is no \(name).png", wanted: "the 8 kernels")
      }
      for path in paths { items.append(.init(image: path, kernel: kernel)) }
    case .imagesAndKernels(let prefix):
      let kernels = paths.filter { FileSystem.stem(of: $0).hasPrefix(prefix) }
      for path in paths where !kernels.contains(path) {
        let name = FileSystem.stem(of: path)
        for kernel in kernels {
          items.append(
            .init(name: "\(name) \(FileSystem.stem(of: kernel))", image: path, kernel: kernel))
        }
      }
      guard !items.isEmpty else {
        throw Failure(
          .noInput, folder, found: "no \(prefix)1.png or no im1.png",
          wanted: "4 images and 8 kernels")
      }
    }
    return items
  }

  private init(name: String? = nil, image: String, kernel: String? = nil) {
    self.name = name ?? FileSystem.stem(of: image)
    (self.image, self.kernel) = (image, kernel)
  }

  private static func paths(
    in folder: String, of dataDirectory: String
  ) throws(Failure) -> [String] {
    try ImagePair.Side(FileSystem.path(folder, in: dataDirectory), words: "images").paths()
  }
}
