import BurnishTensors
import Foundation

/// What a weight file says about itself: what it is for, how it was made, how good it is.
///
/// The card is one JSON object under the key ``metadataKey`` of a safetensors file's metadata.
public struct ModelCard: Codable, Sendable, Hashable {
  /// What a model does.
  public enum Task: String, Codable, Sendable {
    case depthUpsampling = "depth-upsampling"
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
    public var `protocol`: DepthProtocol
    public var factor: Int
    /// The metric: `rmse`.
    public var metric: String
    public var value: Double

    public init(
      set: String, protocol depthProtocol: DepthProtocol, factor: Int, metric: String, value: Double
    ) {
      self.set = set
      self.protocol = depthProtocol
      self.factor = factor
      self.metric = metric
      self.value = value
    }
  }

  /// The name by which a user asks for the model: `fdkn`.
  public var name: String
  public var task: Task
  public var architecture: Architecture
  /// How many times larger the model makes each side.
  public var factor: Int
  /// The sampling that the model was trained for.
  public var `protocol`: DepthProtocol
  /// The text of the recipe that the model was trained by.
  public var recipe: String
  /// The optimisation steps taken.
  public var steps: Int
  /// The training data, in words.
  public var data: String
  /// The licence of the training data, in words.
  public var dataLicence: String
  /// The figures measured with these weights; empty in a file fresh from training.
  public var figures: [Figure]

  public init(
    name: String, task: Task, architecture: Architecture, factor: Int,
    protocol depthProtocol: DepthProtocol, recipe: String, steps: Int, data: String,
    dataLicence: String, figures: [Figure] = []
  ) {
    self.name = name
    self.task = task
    self.architecture = architecture
    self.factor = factor
    self.protocol = depthProtocol
    self.recipe = recipe
    self.steps = steps
    self.data = data
    self.dataLicence = dataLicence
    self.figures = figures
  }
}

extension ModelCard {
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
        .badData, path, found: "the model card cannot be read: \(Self.reason(of: error))",
        wanted: "the JSON object that training writes")
    }
    guard factor >= 1 else {
      throw Failure(.badData, path, found: "the factor \(factor)", wanted: "a factor of at least 1")
    }
  }

  /// The decoder's complaint in one clause.
  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "wrong type of \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\""
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "wrong value of \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\""
    default: "it is not JSON"
    }
  }
}
