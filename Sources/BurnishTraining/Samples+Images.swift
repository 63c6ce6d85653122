import BurnishCore
import BurnishTensors

extension Samples<StoredPair> {
  /// Reads a folder of images, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folder and the colors.
  ///   - takesGray: whether gray images may serve in color, as three equal ones.
  ///   - maximumSide: what larger images are reduced to; they stay as they are without it.
  ///   - validationCount: how many of the images to set aside, the last ones.
  /// - Throws: ``Failure`` where the folder or one of its images is missing or damaged, or a gray
  ///   image may not serve.
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

  /// Reads several folders of images in color, as ``folder(in:_:takesGray:maximumSide:keeping:)``, but for gray
  /// ones, of which no colors can be learned.
  ///
  /// - Parameters:
  ///   - maximumSide: what larger images are reduced to.
  ///   - validationCount: how many of each folder's images to set aside, the last ones.
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

  /// Crops at random, mirrored and turned, `[N, C, S, S]`: of targets, and of inputs where there are some.
  ///
  /// - Parameter count: N.
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
