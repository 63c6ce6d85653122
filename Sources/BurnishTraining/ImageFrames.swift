import BurnishCore
import BurnishTensors
import Foundation

/// The images of a folder in memory.
struct ImageFrames: Sendable {
  let images: [StoredImage]
  /// The set and its license, in words.
  let data: (name: String, license: String)
  /// Files of the folders that are no images.
  var passedOver: [String] = []

  /// Reads a folder of images, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folder and the colors.
  ///   - takesGray: whether gray images may serve in color, as three equal ones.
  ///   - maximumSide: what larger images are reduced to; they stay as they are without it.
  ///   - keptCount: how many of the images to set aside, the last ones.
  /// - Returns: the images to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged, or a gray
  ///   image may not serve.
  static func folder(
    in dataDirectory: String, _ choice: Recipe.ImageFolder, takesGray: Bool = true,
    maximumSide: Int? = nil, keeping validationCount: Int
  ) throws(Failure) -> (training: ImageFrames, validation: ImageFrames) {
    let folder = FrameFiles.path(choice.folder, in: dataDirectory)
    let (files, passedOver) = try FrameFiles.images(in: folder)
    let validationStart = try FrameFiles.validationStart(
      of: files.count, keeping: validationCount, folder: folder)
    var images: [StoredImage] = []
    for file in files {
      images.append(
        try StoredImage(
          file, in: choice.colors, takesGray: takesGray, maximumSide: maximumSide))
    }
    let data = (name: "\(choice.folder), \(validationStart) images", license: choice.license)
    return (
      ImageFrames(images: Array(images[..<validationStart]), data: data, passedOver: passedOver),
      ImageFrames(images: Array(images[validationStart...]), data: data)
    )
  }

  /// Reads several folders of images in color, as ``folder(in:_:takesGray:maximumSide:keeping:)``, but for gray
  /// ones, of which no colors can be learned.
  ///
  /// - Parameters:
  ///   - maximumSide: what larger images are reduced to.
  ///   - keptCount: how many of each folder's images to set aside, the last ones.
  /// - Returns: the images of all folders to train on, and those set aside.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.ColorFolders, maximumSide: Int?,
    keeping validationCount: Int
  ) throws(Failure) -> (training: ImageFrames, validation: ImageFrames) {
    var (training, validation, names) = ([StoredImage](), [StoredImage](), [String]())
    var passedOver: [String] = []
    for name in choice.folders {
      let part = try folder(
        in: dataDirectory, .init(folder: name, colors: .rgb, license: choice.license),
        takesGray: false, maximumSide: maximumSide, keeping: validationCount)
      passedOver += part.training.passedOver
      training += part.training.images
      validation += part.validation.images
      names.append(part.training.data.name)
    }
    let data = (name: names.joined(separator: "; "), license: choice.license)
    return (
      ImageFrames(images: training, data: data, passedOver: passedOver),
      ImageFrames(images: validation, data: data)
    )
  }
}

extension ImageFrames {
  /// Crops of images at random, mirrored and turned, `[N, C, S, S]`.
  ///
  /// - Parameter count: N.
  func batch(
    _ data: Recipe.TrainingData, count: Int, random: inout RandomNumbers
  ) -> Tensor {
    var samples: [Float] = []
    for _ in 0..<count {
      let image = images[random.integer(below: images.count)]
      let crop = Crop(random: &random, width: image.width, height: image.height, data: data)
      samples += image.samples(at: crop.places())
    }
    return Tensor(
      shape: [count, images[0].channels, data.cropSize, data.cropSize], values: samples)
  }
}
