import Burnish
import BurnishCore
import BurnishImages

/// An image to degrade and restore.
public struct RestorationSample: ImageSample {
  public let image: Image

  public static var layout: RestorationFiles.Layout { .images }

  /// - Throws: ``Failure`` as `Image.readInRange` does.
  public init(_ files: RestorationFiles, _: Void) throws(Failure) {
    image = try Image.readInRange(files.image)
  }
}
