import BurnishCore
import BurnishData

/// An image to restore or to make another one of, in memory.
struct StoredPair: Sendable {
  let target: StoredImage
  /// What the network is given, of the same size; `nil` where the target is degraded for it.
  let input: StoredImage?
  /// The file of what it is given.
  let path: String?

  init(target: StoredImage, input: StoredImage? = nil, path: String? = nil) {
    (self.target, self.input, self.path) = (target, input, path ?? target.path)
  }
}

extension Samples<StoredPair> {
  /// Reads two folders whose images belong together by their names without the endings.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folders and the colors.
  ///   - validationCount: how many of the pairs to set aside, the last ones by name.
  /// - Throws: ``Failure`` where a folder is missing or empty, an image has no partner, another size than
  ///   that or cannot be read.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.PairFolders, keeping validationCount: Int
  ) throws(Failure) -> Split {
    let inputs = try ImageFolderFiles(choice.inputs, in: dataDirectory)
    let targets = try ImageFolderFiles(choice.targets, in: dataDirectory)
    let files = try files(inputs: inputs, targets: targets)
    let validationStart = try validationStart(
      of: files.count, keeping: validationCount, folder: inputs.folder)
    var pairs: [StoredPair] = []
    for (path, targetPath) in files {
      let input = try StoredImage(path, in: choice.inputColors)
      let target = try StoredImage(targetPath, in: choice.targetColors)
      guard input.width == target.width, input.height == target.height else {
        throw Failure(
          .badData, path, found: "\(input.width)x\(input.height) pixels",
          wanted: "\(target.width)x\(target.height) pixels as \(targetPath) has")
      }
      pairs.append(StoredPair(target: target, input: input, path: path))
    }
    return split(
      pairs, at: validationStart,
      data: ("\(choice.inputs) to \(choice.targets), \(validationStart) pairs", choice.license),
      passedOver: inputs.others + targets.others)
  }

  /// The files of two folders that belong together, in the order of the inputs' names.
  private static func files(
    inputs: ImageFolderFiles, targets: ImageFolderFiles
  ) throws(Failure) -> [(input: String, target: String)] {
    let (inputFiles, targetFiles) = (try byName(inputs), try byName(targets))
    for (files, others, folder) in [
      (inputFiles, targetFiles, targets.folder), (targetFiles, inputFiles, inputs.folder),
    ] {
      if let name = files.keys.filter({ others[$0] == nil }).min() {
        throw Failure(
          .badData, files[name]!, found: "no image of this name in \(folder)",
          wanted: "a partner for each image")
      }
    }
    return inputFiles.keys.sorted().map { (inputFiles[$0]!, targetFiles[$0]!) }
  }

  /// The images of a folder by their names without the endings.
  private static func byName(_ folder: ImageFolderFiles) throws(Failure) -> [String: String] {
    var files: [String: String] = [:]
    for path in folder.images {
      let name = FileSystem.stem(of: path)
      if let other = files.updateValue(path, forKey: name) {
        throw Failure(
          .badData, path, found: "a second image of the name of \(other)",
          wanted: "names that differ in more than their endings")
      }
    }
    guard !files.isEmpty else {
      throw Failure(
        .noInput, folder.folder,
        found: folder.others.isEmpty ? "the folder is empty" : "none of its files is an image",
        wanted: "images")
    }
    return files
  }

  /// Reads faces: to train on, under every light of a subject, and to validate with, under every light but
  /// that from the front, of which nothing is to be made.
  static func faces(
    _ dataSet: DataSet<FaceSample>, in dataDirectory: String, keeping validationCount: Int
  ) throws(Failure) -> Split {
    try reading(dataSet, in: dataDirectory, keeping: validationCount) {
      sample, files, isForValidation in
      let target = StoredImage(sample.front)
      let front = StoredPair(target: target, input: target, path: files.front)
      let others = zip(sample.others, files.others).map {
        StoredPair(target: target, input: StoredImage($0), path: $1)
      }
      return (isForValidation ? [] : [front]) + others
    }
  }
}
