import BurnishCore

/// A network's type with its hyperparameters: what recipes and model cards name, and what a network
/// is built from.
///
/// To add a network, let its hyperparameters be ``ImageArchitecture``, or ``JointArchitecture`` if
/// it takes a guide, in the network's file, and put their type into ``known``.
public struct Architecture: Sendable {
  public let hyperparameters: any ArchitectureHyperparameters

  public init(_ hyperparameters: any ArchitectureHyperparameters) {
    self.hyperparameters = hyperparameters
  }

  /// The name in model cards and recipes: `FDKN`.
  public var name: String { type(of: hyperparameters).architectureName }

  /// The hyperparameters, if the network filters one image under the guidance of another.
  ///
  /// - Parameter path: the file that they come from, for the failure's sake.
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

  /// The hyperparameters, if the network restores an image from that image alone.
  ///
  /// - Parameter path: the file that they come from, for the failure's sake.
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

  /// The hyperparameters of the network of a name; `nil` where none is known.
  package static func hyperparameters(
    named name: String
  ) -> (any ArchitectureHyperparameters.Type)? {
    known.first { $0.architectureName == name }
  }

  /// What can be asked for, in words.
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

/// As in a recipe: the hyperparameters, and their network's name under the key `architecture`.
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
