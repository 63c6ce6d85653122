import Burnish
import BurnishCore
import BurnishImages

/// A color image.
public struct ColorImage: ImageSample {
  public let image: Image

  public static var layout: ImageFile.Layout { .init() }

  /// - Throws: ``Failure`` as `Image.readInRange` does.
  public init(_ file: ImageFile, _: Void) throws(Failure) {
    image = try Image.readInRange(file.path)
  }

  /// Reads each file and leaves gray images out.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if all images are gray or one is damaged.
  public static func usable(
    _ files: [ImageFile], limit: Int?, folder: String
  ) throws(Failure) -> [ImageFile] {
    var colored: [ImageFile] = []
    for file in files where colored.count < limit ?? files.count {
      let image = try ColorImage(file, ()).image
      if ImageDenoiser.colorsDiffer(in: image.samples) { colored.append(file) }
    }
    guard !colored.isEmpty else {
      throw Failure(
        .badData, folder, found: "gray images alone", wanted: "color images")
    }
    return colored
  }
}
