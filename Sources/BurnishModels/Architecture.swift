import BurnishCore

/// A network's type and its hyperparameters, as in recipes and model cards. It can build the network.
///
/// To add a network, conform its hyperparameters to ``ImageArchitecture``, or to ``JointArchitecture`` if it
/// takes a guide, in the network's file. Then add their type to ``known``.
public struct Architecture: Sendable {
  public let hyperparameters: any ArchitectureHyperparameters

  public init(_ hyperparameters: any ArchitectureHyperparameters) {
    self.hyperparameters = hyperparameters
  }

  /// The name in model cards and recipes: `FDKN`.
  public var name: String { type(of: hyperparameters).architectureName }

  /// The hyperparameters, if the network filters one image with another as a guide.
  ///
  /// - Parameter path: their file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` for any other network.
  public func joint(path: String) throws(Failure) -> any JointArchitecture {
    guard let joint = hyperparameters as? any JointArchitecture else {
      throw Failure(
        .badData, path, found: "the architecture \"\(name)\", which takes no guide",
        wanted: Self.known.filter { $0 is any JointArchitecture.Type }
          .map { $0.architectureName }.joined(separator: " or "))
    }
    return joint
  }

  /// The hyperparameters, if the network restores an image without a guide.
  ///
  /// - Parameter path: their file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` for any other network.
  public func image(path: String) throws(Failure) -> any ImageArchitecture {
    guard let image = hyperparameters as? any ImageArchitecture else {
      throw Failure(
        .badData, path, found: "the architecture \"\(name)\", which takes a guide",
        wanted: Self.known.filter { $0 is any ImageArchitecture.Type }
          .map { $0.architectureName }.joined(separator: " or "))
    }
    return image
  }

  /// The type of the hyperparameters for a network's name; `nil` if the name is unknown.
  package static func hyperparameters(
    named name: String
  ) -> (any ArchitectureHyperparameters.Type)? {
    known.first { $0.architectureName == name }
  }

  /// All names of networks, for messages.
  package static var names: String {
    known.map { $0.architectureName }.joined(separator: " or ")
  }
}

extension Architecture: Hashable {
  public static func == (a: Architecture, b: Architecture) -> Bool {
    a.hyperparameters.isEqual(to: b.hyperparameters)
  }

  public func hash(into hasher: inout Hasher) { hyperparameters.hash(into: &hasher) }
}

/// The coding is that of recipes: the hyperparameters, and the network's name under the key `architecture`.
extension Architecture: Codable {
  private enum CodingKeys: String, CodingKey { case architecture }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .architecture)
    guard let type = Self.hyperparameters(named: name) else {
      throw DecodingError.dataCorruptedError(
        forKey: .architecture, in: container,
        debugDescription: "the architecture \(name) is not one of \(Self.names)")
    }
    hyperparameters = try type.init(from: decoder)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .architecture)
    try hyperparameters.encode(to: encoder)
  }
}
