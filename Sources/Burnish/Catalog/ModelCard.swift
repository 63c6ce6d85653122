import BurnishCore
import BurnishFilters
import Foundation

/// What a weight file says about itself: what it is for, how it was made, how good it is.
///
/// The card is one JSON object under the key ``metadataKey`` of a safetensors file's metadata.
public struct ModelCard: Codable, Sendable, Hashable {
  /// What a model does.
  public enum Task: String, NamedChoice, Sendable {
    case depthUpsampling = "depth-upsampling"
    /// Noise removed from one image under the guidance of another.
    case noiseReduction = "noise-reduction"
    /// Class scores enlarged under the image that they are of.
    case segmentation
    /// Noise removed from one image alone.
    case denoising
    /// One image turned into another, as pairs of them show it.
    case regression
    /// A face as it would be under light from the front.
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

  /// The network and its hyperparameters, from which it is built again.
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
    /// The suite: `middlebury`.
    public var set: String
    /// The name of the protocol: `dkn-bicubic`.
    public var `protocol`: String
    /// How many times the resolution was reduced, where the protocol reduces it.
    public var factor: Int?
    /// The standard deviation of the noise for samples in 0...255, where the protocol adds noise.
    public var sigma: Float?
    /// The metric: `rmse`.
    public var metric: String
    public var value: Double
    /// How many images of the suite were measured; files of old do not say.
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

    /// The figure in a line: `lu x8 rmse 1.854 (dkn-bicubic, 6 images)`.
    public var description: String {
      let strength = factor.map { " x\($0)" } ?? sigma.map { " sigma \($0)" } ?? ""
      let count = images.map { $0 == 1 ? ", 1 image" : ", \($0) images" } ?? ""
      return
        "\(set)\(strength) \(metric) \(String(format: "%.3f", value)) (\(self.protocol)\(count))"
    }
  }

  /// What stands behind a model's name in the names of weight files and recipes, beside what tells
  /// apart models of the same use: `x8`, `noise`, `sigma25`, `blind`, `pairs`, `relight`, `colorize-lab`.
  public static func variant(of task: Task, undoing degradation: Degradation) -> String {
    switch (task, degradation) {
    case (.denoising, .gaussianNoise(let sigma)): "sigma\(String(format: "%g", sigma))"
    case (.denoising, .gaussianNoiseRange): "blind"
    case (.relighting, _): "relight"
    case (.colorization, .lostColors(let output, _)): "colorize-\(output.rawValue)"
    default: Purpose(degradation)?.variant ?? "pairs"
    }
  }

  /// The name by which a user asks for the model, and what it is for: `fdkn` and `x8`, `rbdn-lab` and `colorize`.
  public var title: (name: String, purpose: String) {
    if case .lostColors(let output, _) = degradation {
      return ("\(name)-\(output.rawValue)", "colorize")
    }
    return (name, Self.variant(of: task, undoing: degradation))
  }

  /// The name by which a user asks for the model: `fdkn`; for colorization ``title`` has it.
  public var name: String
  public var task: Task
  public var architecture: Architecture
  /// What the model was trained to undo.
  public var degradation: Degradation
  /// What it was trained to restore; `nil` for anything else, and where it is not known.
  public var target: Target?
  /// The text of the recipe that the model was trained by.
  public var recipe: String
  /// The optimization steps taken.
  public var steps: Int
  /// The library and the device that took them, in words; `nil` for Burnish's own trainer.
  public var engine: String?
  /// The training data, in words.
  public var data: String
  /// The license of the training data, in words.
  public var dataLicense: String
  /// The figures measured with these weights; empty in a file fresh from training.
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
    // The key of all files before it was spelled so in code.
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
    // Files of before this key say it in words alone.
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

  /// The metadata that holds the card, the same bytes for the same card.
  public func metadata() -> [String: String] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [Self.metadataKey: String(decoding: try encoder.encode(self), as: UTF8.self)]
    } catch {
      // Only a number that is not finite has no JSON form, and measured figures are finite.
      preconditionFailure("the card of \(name) has no JSON form: \(error)")
    }
  }

  /// The card in a weight file's metadata.
  ///
  /// - Parameter path: the file, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` where there is no card, or not one.
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

/// The complaint of a JSON decoder in one clause.
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
