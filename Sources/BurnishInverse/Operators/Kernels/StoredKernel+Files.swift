import BurnishCore
import BurnishImages
import BurnishTensors

extension StoredKernel {
  /// The file name extensions of text files.
  public static let textExtensions = ["txt", "csv", "tsv"]

  /// Reads a kernel from a gray image (PNG, JPEG, TIFF, PGM, PFM), a `.npy` array, or a text file.
  ///
  /// The levels of an image are the weights. An array is `[h, w]`, with optional leading extents of 1. A text file has
  /// one line of numbers per row and one of ``textExtensions``.
  /// - Parameter origin: the sample at the pixel itself; found from the samples if not given.
  /// - Throws: ``Failure`` as `Image.read` and ``kernel()``, and `badData` if an image is in color or a text is not a
  ///   rectangle of numbers.
  public init(contentsOf path: String, origin: Place? = nil) throws(Failure) {
    let name = path.lowercased()
    let isText = Self.textExtensions.contains { name.hasSuffix(".\($0)") }
    let samples = isText ? try NumberText.read(path) : try Self.samples(image: path)
    self.init(grid: samples, origin: origin, subject: path)
  }

  /// The maximum number of pixels in a kernel's image, by its header. A larger image only adds a margin of zeros.
  private static var mostPixels: Int { 1 << 20 }

  // Swift 6.3.1 miscompiles initializers that throw typed errors if this is inlined into them.
  @inline(never)
  private static func samples(image path: String) throws(Failure) -> Tensor {
    // In an image, a last extent of 1 to 4 means channels; in a kernel, it may mean columns.
    if let extents = NumPyPlanes.extents(path), extents.count == 3, extents[0] == 1 {
      guard extents.allSatisfy({ (1...mostPixels).contains($0) }),
        extents[1] * extents[2] <= mostPixels
      else {
        throw Failure(
          .badData, path, found: "\(extents[2])x\(extents[1]) weights",
          wanted: "at most \(mostPixels)")
      }
      let plane = try NumPyPlanes.read(path)
      return plane.reshaped(to: Array(extents.dropFirst()))
    }
    let image = try Image.read(path, keepsBands: false, pixels: mostPixels)
    if let alpha = image.alpha, alpha.minimum() < 1 {
      throw Failure(
        .badData, path, found: "an image with transparent parts", wanted: "a kernel in gray alone")
    }
    let planes = image.samples.split(counts: Array(repeating: 1, count: image.channels))
    guard planes.allSatisfy({ $0.values == planes[0].values }) else {
      throw Failure(.badData, path, found: "an image in color", wanted: "a kernel in gray")
    }
    return planes[0].reshaped(to: [image.height, image.width])
  }
}

extension BlurKernel {
  /// Reads a kernel like ``StoredKernel`` and repairs artifacts of storage; ``adjustments`` lists the repairs.
  public init(contentsOf path: String) throws(Failure) {
    self = try StoredKernel(contentsOf: path).kernel()
  }
}
