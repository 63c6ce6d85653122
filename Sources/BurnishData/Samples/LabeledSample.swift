import BurnishCore
import BurnishImages

/// A photograph with a class number for each pixel.
public struct LabeledSample: Sample {
  public let labels: LabelMap
  public let guide: Image

  /// - Throws: ``Failure`` as `LabelMap.read` and `Image.readInRange` do, and `badData` if the sizes differ,
  ///   the photograph is gray, or a label is out of range.
  public init(_ files: ImagePair, _ classes: LabelClasses) throws(Failure) {
    labels = try LabelMap.read(files.targetPath)
    try classes.check(labels, path: files.targetPath)
    guide = try files.colorGuide(width: labels.width, height: labels.height)
  }
}
