import BurnishCore
import BurnishImages
import Foundation

/// Images in memory whose pixels have classes, with or without scores of a network.
struct LabeledFrames: Sendable {
  struct Frame: Sendable {
    let colors: ColorFrame
    let labels: LabelMap
    /// At a resolution lower by the recipe's factor; `nil` where they are simulated.
    let scores: ClassScores?

    var width: Int { labels.width }
    var height: Int { labels.height }
  }

  let frames: [Frame]
  let classCount: Int
  /// The set and its license, in words.
  let data: (name: String, license: String)
  /// Files of the folders that are no images.
  var passedOver: [String] = []

  /// Reads the labels and colors of `rgbd/NYU-train`: 40 classes, and 0 for none.
  ///
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged.
  static func nyuTrain(
    _ dataDirectory: String, keeping validationCount: Int, ignoring ignored: Int
  ) throws(Failure) -> (training: LabeledFrames, validation: LabeledFrames) {
    let (folder, numbers) = try FrameFiles.nyuTrain(dataDirectory, part: "label40")
    let classCount = 41
    let validationStart = try FrameFiles.validationStart(
      of: numbers.count, keeping: validationCount, folder: folder)
    var frames: [Frame] = []
    for number in numbers {
      let path = "\(folder)/label40/\(number).png"
      let frame = try frame(labels: path, image: "\(folder)/rgb/\(number).jpg", scores: nil)
      try check(frame, classCount, ignored, path)
      frames.append(frame)
    }
    return split(
      frames, at: validationStart, classCount: classCount,
      data: ("NYU v2, labels of \(validationStart) frames", "academic use"))
  }

  /// Reads three folders whose files belong together in the order of their names.
  ///
  /// - Parameters:
  ///   - scores: folder of `.npy` files, all of one number of classes.
  ///   - images: folder of color images, each side `factor` times as large as the scores'.
  ///   - labels: folder of gray images of the size of the color images.
  /// - Throws: ``Failure`` where a folder is missing, their files do not go together, or one of them
  ///   is damaged.
  static func folders(
    scores: String, images: String, labels: String, factor: Int, keeping validationCount: Int,
    ignoring ignored: Int
  ) throws(Failure) -> (training: LabeledFrames, validation: LabeledFrames) {
    let listed = (
      try FrameFiles.images(in: scores), try FrameFiles.images(in: images),
      try FrameFiles.images(in: labels)
    )
    let files = (listed.0.files, listed.1.files, listed.2.files)
    guard files.0.count == files.1.count, files.1.count == files.2.count else {
      throw Failure(
        .badData, scores,
        found: "\(files.0.count) files of scores, \(files.1.count) images, "
          + "\(files.2.count) of labels",
        wanted: "files that belong together in the order of their names")
    }
    let validationStart = try FrameFiles.validationStart(
      of: files.0.count, keeping: validationCount, folder: scores)
    var classCount: Int?
    var frames: [Frame] = []
    for index in files.0.indices {
      let given = try ClassScores.read(files.0[index])
      let frame = try frame(labels: files.2[index], image: files.1[index], scores: given)
      guard given.width * factor == frame.width, given.height * factor == frame.height else {
        throw Failure(
          .badData, files.0[index], found: "scores for \(given.width)x\(given.height) pixels",
          wanted: "those of \(frame.width)x\(frame.height) pixels divided by \(factor)")
      }
      guard classCount == nil || classCount == given.classCount else {
        throw Failure(
          .badData, files.0[index], found: "scores of \(given.classCount) classes",
          wanted: "\(classCount!) classes as the files before")
      }
      classCount = given.classCount
      try check(frame, given.classCount, ignored, files.2[index])
      frames.append(frame)
    }
    var (training, validation) = split(
      frames, at: validationStart, classCount: classCount!,
      data: ("\(validationStart) files of class scores", "not stated"))
    training.passedOver = listed.0.others + listed.1.others + listed.2.others
    return (training, validation)
  }

  private static func split(
    _ frames: [Frame], at validationStart: Int, classCount: Int,
    data: (name: String, license: String)
  ) -> (training: LabeledFrames, validation: LabeledFrames) {
    (
      LabeledFrames(frames: Array(frames[..<validationStart]), classCount: classCount, data: data),
      LabeledFrames(frames: Array(frames[validationStart...]), classCount: classCount, data: data)
    )
  }

  private static func frame(
    labels: String, image: String, scores: ClassScores?
  ) throws(Failure) -> Frame {
    let map = try LabelMap.read(labels)
    return Frame(
      colors: try ColorFrame(image, width: map.width, height: map.height, partner: labels),
      labels: map, scores: scores)
  }

  private static func check(
    _ frame: Frame, _ classCount: Int, _ ignored: Int, _ path: String
  ) throws(Failure) {
    if let label = frame.labels.labels.first(where: { $0 >= classCount && $0 != ignored }) {
      throw Failure(
        .badData, path, found: "the label \(label)",
        wanted: "labels of 0 to \(classCount - 1), or the recipe's ignoredLabel")
    }
  }
}
