import BurnishCore
import BurnishFilters
import Synchronization

/// Finds models by task and degradation, by name, or by path.
///
/// ```swift
/// let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 8))
/// ```
///
/// A catalog opens each weight file once and keeps it open. It builds each network without a guide
/// once. Functions with a catalog as a parameter make their own by default. Pass the same one for
/// several searches, such as for several images.
public final class ModelCatalog: Sendable {
  private let files = OpenWeightFiles()
  private let shippedWeights = Mutex<ShippedWeights?>(nil)
  private let imageModels = Mutex<[String: ImageModel]>([:])

  public init() {}

  /// The shipped weights; the catalog lists their folder once.
  ///
  /// - Throws: ``Failure``, like ``ShippedWeights/installed()``.
  func shipped() throws(Failure) -> ShippedWeights {
    try shippedWeights.withLock { listed throws(Failure) in
      if let listed { return listed }
      let shipped = try ShippedWeights.installed(files: files)
      listed = shipped
      return shipped
    }
  }

  /// The weight file with this path.
  ///
  /// - Throws: ``Failure``, like ``WeightFile/init(contentsOf:)``.
  public func file(_ path: String) throws(Failure) -> WeightFile { try files.file(path) }

  /// The model without a guide whose weight file has this path.
  ///
  /// - Throws: ``Failure``, like ``Model/init(contentsOf:)``.
  func imageModel(at path: String) throws(Failure) -> ImageModel {
    if let built = imageModels.withLock({ $0[path] }) { return built }
    let model = try ImageModel(file(path))
    return imageModels.withLock { models in
      models[path] = models[path] ?? model
      return models[path]!
    }
  }

  /// The model that a reference means: the file itself, or the first shipped model with the name.
  /// Without a reference, it is the first shipped model.
  ///
  /// - Parameters:
  ///   - task: the model's task, as text.
  ///   - choose: whether a shipped file is for the task.
  /// - Returns: the file's path.
  /// - Throws: ``Failure`` of the kind `usage` if no such weights are shipped; it lists those that
  ///   are.
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
      wanted: listed(entries.map(\.title.name) + [Self.pathWords]), choice: .model)
  }
}

extension ModelCatalog {
  /// The names of the default models. Colorization and relighting use the first one that is
  /// shipped.
  public enum Standard {
    public static let upsampling = "fdkn"
    /// For depth and texture.
    public static let guidedDenoising = "fdkn"
    public static let denoising = "deepam"
    public static let restoration = "autoencoder"
  }

  /// Whether a reference is the path of a file, not the name of shipped weights.
  public static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".safetensors")
  }

  /// The alternative to a name, for errors.
  static let pathWords = "the path of a .safetensors file"
}

extension Failure {
  /// No model has the name that a user gave.
  ///
  /// - Parameter known: the names of models that fit.
  static func unknownModel(_ name: String, found: String, known: [String]) -> Failure {
    Failure(
      .usage, "model \(name)", found: found,
      wanted: listed(known + [ModelCatalog.pathWords]), choice: .model)
  }
}

extension Failure.Choice {
  /// Another model.
  public static let model = Self("model")
  /// A guide for a model that needs one.
  public static let guide = Self("guide")
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
