import BurnishCore
import BurnishTensors

extension Samples<StoredPair> {
  /// Reads a folder of images, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's folders.
  ///   - choice: the folder and the colors.
  ///   - takesGray: whether gray images may become color images with three equal channels.
  ///   - maximumSide: the side to reduce larger images to; they keep their size if `nil`.
  ///   - validationCount: the number of images for validation, the last ones.
  /// - Throws: ``Failure`` if the folder or one of its images is missing or damaged, or a gray image is not
  ///   allowed.
  static func folder(
    in dataDirectory: String, _ choice: Recipe.ImageFolder, takesGray: Bool = true,
    maximumSide: Int? = nil, keeping validationCount: Int
  ) throws(Failure) -> Split {
    let files = try ImageFolderFiles(choice.folder, in: dataDirectory)
    let validationStart = try validationStart(
      of: files.images.count, keeping: validationCount, folder: files.folder)
    var images: [StoredPair] = []
    for file in files.images {
      images.append(
        StoredPair(
          target: try StoredImage(
            file, in: choice.colors, takesGray: takesGray, maximumSide: maximumSide)))
    }
    return split(
      images, at: validationStart,
      data: ("\(choice.folder), \(validationStart) images", choice.license),
      passedOver: files.others)
  }

  /// Reads several folders of color images as ``folder(in:_:takesGray:maximumSide:keeping:)`` does, but rejects
  /// gray images, which teach no colors.
  ///
  /// - Parameters:
  ///   - maximumSide: the side to reduce larger images to; they keep their size if `nil`.
  ///   - validationCount: the number of each folder's images for validation, the last ones.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.ColorFolders, maximumSide: Int?,
    keeping validationCount: Int
  ) throws(Failure) -> Split {
    var (training, validation, names) = ([StoredPair](), [StoredPair](), [String]())
    var passedOver: [String] = []
    for name in choice.folders {
      let part = try folder(
        in: dataDirectory, .init(folder: name, colors: .rgb, license: choice.license),
        takesGray: false, maximumSide: maximumSide, keeping: validationCount)
      passedOver += part.training.passedOver
      training += part.training.elements
      validation += part.validation.elements
      names.append(part.training.data.name)
    }
    return split(
      training + validation, at: training.count,
      data: (names.joined(separator: "; "), choice.license), passedOver: passedOver)
  }

  /// Makes random crops of targets and, if there are any, of inputs, mirrored and rotated, `[N, C, S, S]`.
  ///
  /// - Parameter count: the number of crops, N.
  func batch(
    _ data: Recipe.TrainingData, count: Int, random: inout RandomNumbers
  ) -> (target: Tensor, input: Tensor?) {
    var (targets, inputs) = ([Float](), [Float]())
    for _ in 0..<count {
      let pair = elements[random.integer(below: elements.count)]
      let places = Crop(
        random: &random, width: pair.target.width, height: pair.target.height, data: data
      ).places()
      targets += pair.target.samples(at: places)
      if let input = pair.input { inputs += input.samples(at: places) }
    }
    func batch(_ samples: [Float], _ channels: Int) -> Tensor {
      Tensor(shape: [count, channels, data.cropSize, data.cropSize], values: samples)
    }
    let first = elements[0]
    return (
      batch(targets, first.target.channels), first.input.map { batch(inputs, $0.channels) }
    )
  }
}
