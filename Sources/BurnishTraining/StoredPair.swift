import BurnishCore
import BurnishData

/// A target image in memory, with or without an input image.
struct StoredPair: Sendable {
  let target: StoredImage
  /// The network's input, in the size of `target`; `nil` if it is the degraded target.
  let input: StoredImage?
  /// The file of the input, or of the target if there is no input.
  let path: String?

  init(target: StoredImage, input: StoredImage? = nil, path: String? = nil) {
    (self.target, self.input, self.path) = (target, input, path ?? target.path)
  }
}

extension Samples<StoredPair> {
  /// Reads two folders of images and pairs them by names without extensions.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's folders.
  ///   - choice: the folders and the colors.
  ///   - validationCount: the number of pairs for validation, the last ones by name.
  /// - Throws: ``Failure`` if a folder is missing or empty, or an image has no partner, differs from it in
  ///   size, or cannot be read.
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

  /// Pairs the files of two folders, in the order of the inputs' names.
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

  /// The images of a folder by their names without extensions.
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

  /// Reads faces. Training samples have every light of a subject. Validation samples leave out the front light,
  /// because that input equals its target.
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
