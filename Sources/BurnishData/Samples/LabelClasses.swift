import BurnishCore
import BurnishImages

/// The classes that labels represent.
public struct LabelClasses: Sendable {
  /// The number of classes, counting the label of pixels without a class.
  public let count: Int
  /// The label of pixels without a class.
  public var ignored: Int

  package init(count: Int, ignored: Int) { (self.count, self.ignored) = (count, ignored) }

  /// Checks that each label is in range or ignored.
  ///
  /// - Parameter path: the labels' file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if a label is out of range.
  package func check(_ labels: LabelMap, path: String) throws(Failure) {
    if let label = labels.labels.first(where: { $0 >= count && $0 != ignored }) {
      throw Failure(
        .badData, path, found: "the label \(label)",
        wanted: "labels of 0 to \(count - 1)" + (ignored < count ? "" : ", or \(ignored)"))
    }
  }
}

extension DataSet<LabeledSample> {
  /// Returns the same samples with another label for pixels without a class.
  package func ignoring(_ label: Int) -> Self {
    var set = self
    set.details.ignored = label
    return set
  }
}
