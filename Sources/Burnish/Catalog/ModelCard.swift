import BurnishCore
import BurnishFilters
import Foundation

/// The description in a weight file: the model's purpose, training and accuracy.
///
/// The card is one JSON object under the key ``metadataKey`` of a safetensors file's metadata.
public struct ModelCard: Codable, Sendable, Hashable {
  /// What a model does.
  public enum Task: String, NamedChoice, Sendable {
    case depthUpsampling = "depth-upsampling"
    /// Noise removed from one image under the guidance of another.
    case noiseReduction = "noise-reduction"
    /// Class scores enlarged under the guidance of their image.
    case segmentation
    /// Noise removed from one image alone.
    case denoising
    /// One image turned into another, learned from pairs.
    case regression
    /// A face under light from the front.
    case relighting
    /// The colors of a gray image.
    case colorization
  }

  /// What a network was trained to restore.
  public enum Target: String, Codable, Sendable {
    case depth
    /// Photographs, gray or color by color.
    case image = "picture"
  }

  /// The network and the hyperparameters to rebuild it from.
  public struct Architecture: Codable, Sendable, Hashable {
    /// The name of the network's type: `FDKN`, `DJF`.
    public var name: String
    /// The JSON form of the network's own hyperparameters.
    public var hyperparameters: JSONValue

    public init(name: String, hyperparameters: JSONValue) {
      self.name = name
      self.hyperparameters = hyperparameters
    }
  }

  /// One measured figure.
  public struct Figure: Codable, Sendable, Hashable {
    /// The data set: `middlebury`.
    public var set: String
    /// The name of the protocol: `dkn-bicubic`.
    public var `protocol`: String
    /// The factor by which the resolution was reduced, if the protocol reduces it.
    public var factor: Int?
    /// The standard deviation of the noise for samples in 0...255, if the protocol adds noise.
    public var sigma: Float?
    /// The metric: `rmse`.
    public var metric: String
    public var value: Double
    /// How many images of the data set were measured; `nil` in older files.
    public var images: Int?

    private enum CodingKeys: String, CodingKey {
      case set, `protocol`, factor, sigma, metric, value
      case images = "pictures"
    }

    public init(
      set: String, protocol protocolName: String, factor: Int? = nil, sigma: Float? = nil,
      metric: String, value: Double, images: Int? = nil
    ) {
      self.set = set
      self.protocol = protocolName
      self.factor = factor
      self.sigma = sigma
      self.metric = metric
      self.value = value
      self.images = images
    }

    /// The figure in one line: `lu x8 rmse 1.854 (dkn-bicubic, 6 images)`.
    public var description: String {
      let strength = factor.map { " x\($0)" } ?? sigma.map { " sigma \($0)" } ?? ""
      let count = images.map { $0 == 1 ? ", 1 image" : ", \($0) images" } ?? ""
      return
        "\(set)\(strength) \(metric) \(String(format: "%.3f", value)) (\(self.protocol)\(count))"
    }
  }

  /// The part after a model's name in the names of weight files and recipes: `x8`, `noise`,
  /// `sigma25`, `blind`, `pairs`, `relight`, `colorize-lab`. Models of the same purpose need
  /// another part to tell them apart.
  public static func variant(of task: Task, undoing degradation: Degradation) -> String {
    switch (task, degradation) {
    case (.denoising, .gaussianNoise(let sigma)): "sigma\(String(format: "%g", sigma))"
    case (.denoising, .gaussianNoiseRange): "blind"
    case (.relighting, _): "relight"
    case (.colorization, .lostColors(let output, _)): "colorize-\(output.rawValue)"
    default: Purpose(degradation)?.variant ?? "pairs"
    }
  }

  /// The name that a user gives for the model, and its purpose: `fdkn` and `x8`, `rbdn-lab` and
  /// `colorize`.
  public var title: (name: String, purpose: String) {
    if case .lostColors(let output, _) = degradation {
      return ("\(name)-\(output.rawValue)", "colorize")
    }
    return (name, Self.variant(of: task, undoing: degradation))
  }

  /// The name that a user gives for the model: `fdkn`. For colorization, ``title`` holds that name.
  public var name: String
  public var task: Task
  public var architecture: Architecture
  /// What the model was trained to undo.
  public var degradation: Degradation
  /// What it was trained to restore; `nil` for anything else or if it is unknown.
  public var target: Target?
  /// The text of the training recipe.
  public var recipe: String
  /// The number of optimization steps.
  public var steps: Int
  /// The library and the device that trained, as text; `nil` for Burnish's own trainer.
  public var engine: String?
  /// The training data, as text.
  public var data: String
  /// The license of the training data, as text.
  public var dataLicense: String
  /// The figures measured with these weights; empty right after training.
  public var figures: [Figure]

  public init(
    name: String, task: Task, architecture: Architecture, degradation: Degradation,
    target: Target? = nil, recipe: String, steps: Int, engine: String? = nil,
    data: String, dataLicense: String, figures: [Figure] = []
  ) {
    self.name = name
    self.task = task
    self.architecture = architecture
    self.degradation = degradation
    self.target = target
    self.recipe = recipe
    self.steps = steps
    self.engine = engine
    self.data = data
    self.dataLicense = dataLicense
    self.figures = figures
  }
}

extension ModelCard {
  private enum CodingKeys: String, CodingKey {
    case name, task, architecture, degradation, target, recipe, steps, engine, data, figures
    // The key that files have; readers take both spellings.
    case dataLicense = "dataLicence"
    case respelledDataLicense = "dataLicense"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(task, forKey: .task)
    try container.encode(architecture, forKey: .architecture)
    try container.encode(degradation, forKey: .degradation)
    try container.encodeIfPresent(target, forKey: .target)
    try container.encode(recipe, forKey: .recipe)
    try container.encode(steps, forKey: .steps)
    try container.encodeIfPresent(engine, forKey: .engine)
    try container.encode(data, forKey: .data)
    try container.encode(dataLicense, forKey: .dataLicense)
    try container.encode(figures, forKey: .figures)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    task = try container.decode(Task.self, forKey: .task)
    architecture = try container.decode(Architecture.self, forKey: .architecture)
    degradation = try container.decode(Degradation.self, forKey: .degradation)
    recipe = try container.decode(String.self, forKey: .recipe)
    steps = try container.wholeNumber(forKey: .steps)
    engine = try container.decodeIfPresent(String.self, forKey: .engine)
    data = try container.decode(String.self, forKey: .data)
    dataLicense =
      try container.decodeIfPresent(String.self, forKey: .respelledDataLicense)
      ?? container.decode(String.self, forKey: .dataLicense)
    figures = try container.decode([Figure].self, forKey: .figures)
    // Older files lack this key; only the text about their data names the target.
    target =
      try container.decodeIfPresent(Target.self, forKey: .target)
      ?? (data.hasPrefix("nir/country") ? .image : nil)
  }

  /// What the model was trained to undo and on what: `Gaussian noise of sigma 25 on depth`.
  public var purpose: String {
    degradation.description + (target.map { $0 == .depth ? " on depth" : " on images" } ?? "")
  }

  /// The key of the card in a safetensors file's metadata.
  public static let metadataKey = "burnish.card"

  /// The metadata that holds the card. Equal cards give equal bytes.
  public func metadata() -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [Self.metadataKey: String(decoding: try encoder.encode(self), as: UTF8.self)]
    } catch {
      // Only numbers that are not finite have no JSON form, and measured figures are finite.
      fatalError("the card of \(name) has no JSON form: \(error)")
    }
  }

  /// The card in a weight file's metadata.
  ///
  /// - Parameter path: the file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if the card is missing or invalid.
  public init(metadata: [String: String], path: String) throws(Failure) {
    guard let text = metadata[Self.metadataKey] else {
      throw Failure(
        .badData, path, found: "the weights carry no model card",
        wanted: "safetensors metadata with the key \(Self.metadataKey)")
    }
    do {
      self = try JSONDecoder().decode(ModelCard.self, from: Data(text.utf8))
    } catch {
      throw Failure(
        .badData, path, found: "the model card cannot be read: \(reasonOfDecoding(error))",
        wanted: "the JSON object that training writes")
    }
    try degradation.check(path: path)
  }
}

/// A JSON decoder's error in one clause.
func reasonOfDecoding(_ error: any Error) -> String {
  func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
      .joined(separator: ".")
  }
  return switch error {
  case DecodingError.keyNotFound(let key, let context):
    "no \"\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))\""
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    "wrong type of \"\(path(context))\""
  case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
    "wrong value of \"\(path(context))\""
  default: "it is not JSON"
  }
}
