import BurnishCore
import Synchronization

/// What models there are, with each weight file opened once and each network for images alone built once.
///
/// Models are looked for in a catalog of their own unless one is given. Whoever looks several times, as for several
/// images, gives the same one each time; it keeps its files open.
public final class ModelCatalog: Sendable {
  private let files = OpenWeightFiles()
  private let listed = Mutex<ShippedWeights?>(nil)
  private let pictureModels = Mutex<[String: PictureModel]>([:])

  public init() {}

  /// The shipped weights; their folder is listed once.
  ///
  /// - Throws: ``Failure`` as ``ShippedWeights/installed()``.
  func shipped() throws(Failure) -> ShippedWeights {
    try listed.withLock { listed throws(Failure) in
      if let listed { return listed }
      let shipped = try ShippedWeights.installed(files: files)
      listed = shipped
      return shipped
    }
  }

  /// A weight file by its path.
  ///
  /// - Throws: ``Failure`` as ``WeightFile/init(contentsOf:)``.
  public func file(_ path: String) throws(Failure) -> WeightFile { try files.file(path) }

  /// A model for images alone by the path of its weight file.
  ///
  /// - Throws: ``Failure`` as ``PictureModel/init(contentsOf:)``.
  func pictureModel(_ path: String) throws(Failure) -> PictureModel {
    if let built = pictureModels.withLock({ $0[path] }) { return built }
    let model = try PictureModel(file(path))
    return pictureModels.withLock { models in
      models[path] = models[path] ?? model
      return models[path]!
    }
  }
}

/// Weight files by path, each opened once.
final class OpenWeightFiles: Sendable {
  private let opened = Mutex<[String: WeightFile]>([:])

  func file(_ path: String) throws(Failure) -> WeightFile {
    try opened.withLock { opened throws(Failure) in
      if let file = opened[path] { return file }
      let file = try WeightFile(contentsOf: path)
      opened[path] = file
      return file
    }
  }
}
