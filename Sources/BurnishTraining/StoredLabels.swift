import BurnishCore
import BurnishData
import BurnishImages

/// A labeled image in memory, with or without class scores of a network.
struct StoredLabels: Sendable {
  let colors: StoredImage
  let labels: LabelMap
  let classCount: Int
  /// The scores, at a resolution lower by the recipe's factor; `nil` if they are simulated.
  var scores: ClassScores?

  var width: Int { labels.width }
  var height: Int { labels.height }
}

extension Samples<StoredLabels> {
  var classCount: Int { elements[0].classCount }

  static func labels(
    _ dataSet: DataSet<LabeledSample>, in dataDirectory: String, keeping validationCount: Int,
    ignoring ignored: Int
  ) throws(Failure) -> Split {
    try reading(dataSet.ignoring(ignored), in: dataDirectory, keeping: validationCount) {
      sample, _, _ in
      [
        StoredLabels(
          colors: StoredImage(sample.guide), labels: sample.labels,
          classCount: dataSet.details.count)
      ]
    }
  }

  /// Reads the three folders of a recipe and groups their files by the order of their names.
  ///
  /// - Parameters:
  ///   - scores: the folder of `.npy` files, all with the same number of classes.
  ///   - images: the folder of color images, each side `factor` times as large as the scores'.
  ///   - labels: the folder of gray images in the size of the color images.
  /// - Throws: ``Failure`` if a folder is missing, its files do not match the others, or one of them is
  ///   damaged.
  static func folders(
    in dataDirectory: String, scores: String, images: String, labels: String, factor: Int,
    keeping validationCount: Int, ignoring ignored: Int
  ) throws(Failure) -> Split {
    let (scores, images, labels) = (
      try ImageFolderFiles(scores, in: dataDirectory),
      try ImageFolderFiles(images, in: dataDirectory),
      try ImageFolderFiles(labels, in: dataDirectory)
    )
    let count = scores.images.count
    guard count == images.images.count, count == labels.images.count else {
      throw Failure(
        .badData, scores.folder,
        found: "\(count) files of scores, \(images.images.count) images, "
          + "\(labels.images.count) of labels",
        wanted: "files that belong together in the order of their names")
    }
    let validationStart = try validationStart(
      of: count, keeping: validationCount, folder: scores.folder)
    var elements: [StoredLabels] = []
    for (path, pair) in zip(scores.images, zip(labels.images, images.images)) {
      let given = try ClassScores.read(path)
      let element = try element(
        .init(name: path, targetPath: pair.0, guidePath: pair.1), scores: given, ignoring: ignored)
      guard given.width * factor == element.width, given.height * factor == element.height else {
        throw Failure(
          .badData, path, found: "scores for \(given.width)x\(given.height) pixels",
          wanted: "those of \(element.width)x\(element.height) pixels divided by \(factor)")
      }
      if let first = elements.first, first.classCount != given.classCount {
        throw Failure(
          .badData, path, found: "scores of \(given.classCount) classes",
          wanted: "\(first.classCount) classes as the files before")
      }
      elements.append(element)
    }
    return split(
      elements, at: validationStart,
      data: ("\(validationStart) files of class scores", "not stated"),
      passedOver: scores.others + images.others + labels.others)
  }

  /// - Parameter files: the files of labels and of an image, which may be gray.
  private static func element(
    _ files: ImagePair, scores: ClassScores, ignoring ignored: Int
  ) throws(Failure) -> StoredLabels {
    let labels = try LabelMap.read(files.targetPath)
    let colors = try files.guide(width: labels.width, height: labels.height).inRGB()
    try LabelClasses(count: scores.classCount, ignored: ignored).check(
      labels, path: files.targetPath)
    return StoredLabels(
      colors: StoredImage(colors), labels: labels, classCount: scores.classCount, scores: scores)
  }
}
