import Burnish
import BurnishCore
import Foundation

/// Images in memory with what is to be made of them.
struct PairFrames: Sendable {
  struct Pair: Sendable {
    /// Of the same size.
    let input, target: StoredImage
    /// The input's file.
    let path: String
  }

  let pairs: [Pair]
  /// The set and its license, in words.
  let data: (name: String, license: String)
  /// Files of the folders that are no images.
  var passedOver: [String] = []

  /// Reads two folders whose images belong together by their names without the endings.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folders and the colors.
  ///   - keptCount: how many of the pairs to set aside, the last ones by name.
  /// - Returns: the pairs to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where a folder is missing or empty, an image has no partner, another size than
  ///   that or cannot be read.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.PairFolders, keeping validationCount: Int
  ) throws(Failure) -> (training: PairFrames, validation: PairFrames) {
    let inputs = FrameFiles.path(choice.inputs, in: dataDirectory)
    let targets = FrameFiles.path(choice.targets, in: dataDirectory)
    let (files, passedOver) = try files(inputs: inputs, targets: targets)
    let validationStart = try FrameFiles.validationStart(
      of: files.count, keeping: validationCount, folder: inputs)
    var pairs: [Pair] = []
    for (input, target) in files {
      pairs.append(
        try pair(
          StoredImage(input, in: choice.inputColors), path: input,
          target: StoredImage(target, in: choice.targetColors), path: target))
    }
    let data = (
      name: "\(choice.inputs) to \(choice.targets), \(validationStart) pairs",
      license: choice.license
    )
    return (
      PairFrames(pairs: Array(pairs[..<validationStart]), data: data, passedOver: passedOver),
      PairFrames(pairs: Array(pairs[validationStart...]), data: data)
    )
  }

  /// The files of two folders that belong together, in the order of the inputs' names.
  private static func files(
    inputs: String, targets: String
  ) throws(Failure) -> (pairs: [(input: String, target: String)], passedOver: [String]) {
    let ((inputFiles, otherInputs), (targetFiles, otherTargets)) = (
      try byName(inputs), try byName(targets)
    )
    for (files, others, folder) in [
      (inputFiles, targetFiles, targets), (targetFiles, inputFiles, inputs),
    ] {
      if let name = files.keys.filter({ others[$0] == nil }).min() {
        throw Failure(
          .badData, files[name]!, found: "no image of this name in \(folder)",
          wanted: "a partner for each image")
      }
    }
    return (
      inputFiles.keys.sorted().map { (inputFiles[$0]!, targetFiles[$0]!) },
      otherInputs + otherTargets
    )
  }

  /// The images of a folder by their names without the endings, and what are no images.
  private static func byName(
    _ folder: String
  ) throws(Failure) -> (files: [String: String], others: [String]) {
    var files: [String: String] = [:]
    let (images, others) = try FrameFiles.images(in: folder)
    for path in images {
      let name = FileSystem.stem(of: path)
      if let other = files.updateValue(path, forKey: name) {
        throw Failure(
          .badData, path, found: "a second image of the name of \(other)",
          wanted: "names that differ in more than their endings")
      }
    }
    guard !files.isEmpty else {
      throw Failure(
        .noInput, folder,
        found: others.isEmpty ? "the folder is empty" : "none of its files is an image",
        wanted: "images")
    }
    return (files, others)
  }

  private static func pair(
    _ input: StoredImage, path: String, target: StoredImage, path targetPath: String
  ) throws(Failure) -> Pair {
    guard input.width == target.width, input.height == target.height else {
      throw Failure(
        .badData, path, found: "\(input.width)x\(input.height) pixels",
        wanted: "\(target.width)x\(target.height) pixels as \(targetPath) has")
    }
    return Pair(input: input, target: target, path: path)
  }
}

extension PairFrames {
  /// Reads the faces of `faces/yaleB` that are not for tests.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `faces`.
  ///   - keptCount: how many of the subjects to set aside, the last ones.
  /// - Returns: every light of the subjects to train on, one subject at least, and of those set aside every
  ///   light but that from the front.
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged.
  static func yaleFaces(
    _ dataDirectory: String, keeping validationCount: Int
  ) throws(Failure) -> (training: PairFrames, validation: PairFrames) {
    let faces = try YaleFaces(dataDirectory: dataDirectory)
    let validationStart = try FrameFiles.validationStart(
      of: faces.training.count, keeping: validationCount, folder: faces.folder)
    var pairs: [[Pair]] = []
    for subject in faces.training {
      let target = try StoredImage(subject.front, in: .gray)
      var lights = [Pair(input: target, target: target, path: subject.front)]
      for path in subject.others {
        lights.append(
          try pair(
            StoredImage(path, in: .gray), path: path, target: target, path: subject.front))
      }
      pairs.append(lights)
    }
    let data = (
      name: "Extended Yale B, \(validationStart) subjects under \(pairs[0].count) lights",
      license: "academic use"
    )
    return (
      PairFrames(pairs: pairs[..<validationStart].flatMap { $0 }, data: data),
      // What is lit from the front already says nothing.
      PairFrames(pairs: pairs[validationStart...].flatMap { $0.dropFirst() }, data: data)
    )
  }
}
