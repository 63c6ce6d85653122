import BurnishCore
import BurnishFilters
import Synchronization

/// Finds models by their task and what they undo, by name, or by path.
///
/// ```swift
/// let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 8))
/// ```
///
/// Each weight file is opened once, and each network for images alone is built once. Models are looked for in a catalog of their own unless one is given. Whoever looks several times, as for several
/// images, gives the same one each time; it keeps its files open.
public final class ModelCatalog: Sendable {
  private let files = OpenWeightFiles()
  private let listed = Mutex<ShippedWeights?>(nil)
  private let imageModels = Mutex<[String: ImageModel]>([:])

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
  /// - Throws: ``Failure`` as ``Model/init(contentsOf:)``.
  func imageModel(at path: String) throws(Failure) -> ImageModel {
    if let built = imageModels.withLock({ $0[path] }) { return built }
    let model = try ImageModel(file(path))
    return imageModels.withLock { models in
      models[path] = models[path] ?? model
      return models[path]!
    }
  }

  /// The model that a reference means: the file itself, or else the first shipped one of the name, or of any.
  ///
  /// - Parameters:
  ///   - task: what it is to do, in words.
  ///   - choose: the shipped files for the task, in their order.
  /// - Returns: the file's path.
  /// - Throws: ``Failure`` of the kind `usage` where no such weights are shipped, saying which are.
  func path(
    of reference: String?, for task: String,
    among choose: (ShippedWeights.Entry) -> Bool
  ) throws(Failure) -> String {
    if let reference, Self.isPath(reference) { return reference }
    let entries = try shipped().entries.filter(choose)
    if let entry = entries.first(where: { $0.title.name == reference ?? $0.title.name }) {
      return entry.path
    }
    throw Failure(
      .usage, reference.map { "model \($0)" } ?? task,
      found: reference == nil
        ? "no weights for it are shipped" : "no weights of this name are shipped for \(task)",
      wanted: (entries.map(\.title.name) + [Self.pathWords]).joined(separator: ", "),
      choice: .model)
  }
}

extension ModelCatalog {
  /// The names of the models that are taken unless another is asked for. Colorization and relighting take the first
  /// one that is shipped.
  public enum Standard {
    public static let upsampling = "fdkn"
    /// Of depth, and of texture.
    public static let guidedDenoising = "fdkn"
    public static let denoising = "deepam"
    public static let restoration = "autoencoder"
  }

  /// Whether a user who says this means a file, not the name of shipped weights.
  public static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".safetensors")
  }

  /// What does in place of any name.
  static let pathWords = "the path of a .safetensors file"
}

extension Failure.Choice {
  /// Another model.
  public static let model = Self("model")
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
