import BurnishTensors
import Foundation

/// The pictures of a folder in memory.
struct PictureFrames: Sendable {
  let pictures: [BytePicture]
  /// The set and its licence, in words.
  let data: (name: String, licence: String)

  /// Reads a folder of pictures, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folder and the colours.
  ///   - greatestSide: what larger pictures are reduced to; they stay as they are without it.
  ///   - keptCount: how many of the pictures to set aside, the last ones.
  /// - Returns: the pictures to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its pictures is missing or damaged, or a gray
  ///   picture is to serve in colour.
  static func folder(
    in dataDirectory: String, _ choice: Recipe.PictureFolder, greatestSide: Int? = nil,
    keeping keptCount: Int
  ) throws(Failure) -> (training: PictureFrames, kept: PictureFrames) {
    let folder = FrameFiles.path(choice.folder, in: dataDirectory)
    let files = try FrameFiles.all(in: folder)
    let firstKept = try FrameFiles.firstKept(of: files.count, keeping: keptCount, folder: folder)
    var pictures: [BytePicture] = []
    for file in files {
      pictures.append(try BytePicture(file, in: choice.colors, greatestSide: greatestSide))
    }
    let data = (name: "\(choice.folder), \(firstKept) pictures", licence: choice.licence)
    return (
      PictureFrames(pictures: Array(pictures[..<firstKept]), data: data),
      PictureFrames(pictures: Array(pictures[firstKept...]), data: data)
    )
  }

  /// Reads several folders of pictures in colour, as ``folder(in:_:greatestSide:keeping:)``.
  ///
  /// - Parameters:
  ///   - greatestSide: what larger pictures are reduced to.
  ///   - keptCount: how many of each folder's pictures to set aside, the last ones.
  /// - Returns: the pictures of all folders to train on, and those set aside.
  static func folders(
    in dataDirectory: String, _ choice: Recipe.ColorFolders, greatestSide: Int?,
    keeping keptCount: Int
  ) throws(Failure) -> (training: PictureFrames, kept: PictureFrames) {
    var (training, kept, names) = ([BytePicture](), [BytePicture](), [String]())
    for name in choice.folders {
      let part = try folder(
        in: dataDirectory, .init(folder: name, colors: .rgb, licence: choice.licence),
        greatestSide: greatestSide, keeping: keptCount)
      training += part.training.pictures
      kept += part.kept.pictures
      names.append(part.training.data.name)
    }
    let data = (name: names.joined(separator: "; "), licence: choice.licence)
    return (
      PictureFrames(pictures: training, data: data), PictureFrames(pictures: kept, data: data)
    )
  }
}

extension PictureFrames {
  /// Crops of pictures at random, mirrored and turned, `[N, C, S, S]`.
  func batch(_ data: Recipe.TrainingData, random: inout RandomNumbers) -> Tensor {
    var samples: [Float] = []
    for _ in 0..<data.batchSize {
      let picture = pictures[random.integer(below: pictures.count)]
      let crop = Crop(random: &random, width: picture.width, height: picture.height, data: data)
      samples += picture.samples(at: crop.places())
    }
    return Tensor(
      shape: [data.batchSize, pictures[0].channels, data.cropSize, data.cropSize], values: samples)
  }
}
