import BurnishCore
import BurnishTensors
import Foundation

/// The pictures of a folder in memory.
struct PictureFrames: Sendable {
  let pictures: [StoredPicture]
  /// The set and its license, in words.
  let data: (name: String, license: String)
  /// Files of the folders that are no pictures.
  var passedOver: [String] = []

  /// Reads a folder of pictures, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folder and the colors.
  ///   - takesGray: whether gray pictures may serve in color, as three equal ones.
  ///   - greatestSide: what larger pictures are reduced to; they stay as they are without it.
  ///   - keptCount: how many of the pictures to set aside, the last ones.
  /// - Returns: the pictures to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its pictures is missing or damaged, or a gray
  ///   picture may not serve.
  static func folder(
    in dataDirectory: String, _ choice: Recipe.PictureFolder, takesGray: Bool = true,
    greatestSide: Int? = nil, keeping keptCount: Int
  ) throws(Failure) -> (training: PictureFrames, kept: PictureFrames) {
    let folder = FrameFiles.path(choice.folder, in: dataDirectory)
    let (files, passedOver) = try FrameFiles.pictures(in: folder)
    let firstKept = try FrameFiles.firstKept(of: files.count, keeping: keptCount, folder: folder)
    var pictures: [StoredPicture] = []
    for file in files {
      pictures.append(
        try StoredPicture(
          file, in: choice.colors, takesGray: takesGray, greatestSide: greatestSide))
    }
    let data = (name: "\(choice.folder), \(firstKept) pictures", license: choice.license)
    return (
      PictureFrames(pictures: Array(pictures[..<firstKept]), data: data, passedOver: passedOver),
      PictureFrames(pictures: Array(pictures[firstKept...]), data: data)
    )
  }

  /// Reads several folders of pictures in color, as ``folder(in:_:takesGray:greatestSide:keeping:)``, but for gray
  /// ones, of which no colors can be learned.
  ///
  /// - Parameters:
  ///   - greatestSide: what larger pictures are reduced to.
  ///   - keptCount: how many of each folder's pictures to set aside, the last ones.
  /// - Returns: the pictures of all folders to train on, and those set aside.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.ColorFolders, greatestSide: Int?,
    keeping keptCount: Int
  ) throws(Failure) -> (training: PictureFrames, kept: PictureFrames) {
    var (training, kept, names) = ([StoredPicture](), [StoredPicture](), [String]())
    var passedOver: [String] = []
    for name in choice.folders {
      let part = try folder(
        in: dataDirectory, .init(folder: name, colors: .rgb, license: choice.license),
        takesGray: false, greatestSide: greatestSide, keeping: keptCount)
      passedOver += part.training.passedOver
      training += part.training.pictures
      kept += part.kept.pictures
      names.append(part.training.data.name)
    }
    let data = (name: names.joined(separator: "; "), license: choice.license)
    return (
      PictureFrames(pictures: training, data: data, passedOver: passedOver),
      PictureFrames(pictures: kept, data: data)
    )
  }
}

extension PictureFrames {
  /// Crops of pictures at random, mirrored and turned, `[N, C, S, S]`.
  ///
  /// - Parameter count: N.
  func batch(
    _ data: Recipe.TrainingData, count: Int, random: inout RandomNumbers
  ) -> Tensor {
    var samples: [Float] = []
    for _ in 0..<count {
      let picture = pictures[random.integer(below: pictures.count)]
      let crop = Crop(random: &random, width: picture.width, height: picture.height, data: data)
      samples += picture.samples(at: crop.places())
    }
    return Tensor(
      shape: [count, pictures[0].channels, data.cropSize, data.cropSize], values: samples)
  }
}
