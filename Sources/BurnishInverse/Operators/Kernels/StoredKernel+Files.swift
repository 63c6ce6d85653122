import BurnishCore
import BurnishImages
import BurnishTensors

extension StoredKernel {
  /// The endings of the names of texts.
  public static let textExtensions = ["txt", "csv", "tsv"]

  /// Reads a kernel: a gray image (PNG, JPEG, TIFF, PGM, PFM), a `.npy` array `[h, w]`, which may stand behind extents of
  /// 1, or a text of numbers, a line for each row, in a file whose name ends in one of ``textExtensions``.
  ///
  /// The levels of an image are the weights.
  /// - Parameter origin: the sample that stands at the pixel; found by the samples if not given.
  /// - Throws: ``Failure`` as `Image.read` and ``kernel()``, and `badData` for an image in color and a text that is no
  ///   rectangle of numbers.
  public init(contentsOf path: String, origin: Place? = nil) throws(Failure) {
    let name = path.lowercased()
    let isText = Self.textExtensions.contains { name.hasSuffix(".\($0)") }
    let samples = isText ? try NumberText.read(path) : try Self.samples(image: path)
    self.init(samples, origin: origin, subject: path)
  }

  /// Of a kernel's image, by its header: what is larger has a margin of 0 at most.
  private static var mostPixels: Int { 1 << 20 }

  // Swift 6.3.1 miscompiles initializers that throw typed errors when this is inlined into them.
  @inline(never)
  private static func samples(image path: String) throws(Failure) -> Tensor {
    // An image's last extent of 1 to 4 is its channels; of a kernel it may be the columns.
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
  /// Reads a kernel, as ``StoredKernel`` does, and mends what storing did to it; ``adjustments`` say what that was.
  public init(contentsOf path: String) throws(Failure) {
    self = try StoredKernel(contentsOf: path).kernel()
  }
}
