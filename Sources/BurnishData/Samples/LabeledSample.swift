import BurnishCore
import BurnishImages

/// A photograph whose pixels have the numbers of classes.
public struct LabeledSample: Sample {
  public let labels: LabelMap
  public let guide: Image

  /// - Throws: ``Failure`` as `LabelMap.read` and `Image.readInRange`, and `badData` where the sizes differ,
  ///   the photograph is gray, or a label is out of range.
  public init(_ files: ImagePair, _ classes: LabelClasses) throws(Failure) {
    labels = try LabelMap.read(files.targetPath)
    try classes.check(labels, path: files.targetPath)
    guide = try files.colorGuide(width: labels.width, height: labels.height)
  }
}
