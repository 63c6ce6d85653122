import BurnishCore

/// A filter that sharpens depth, with what is known of it.
public struct DepthModel: Sendable {
  /// The filter and its name.
  public let base: FilterModel
  /// How low-resolution depth is brought to the guide's size before the filter sees it.
  public let `protocol`: DepthProtocol

  /// The name by which a user asks for it.
  public var name: String { base.name }
  public var filter: any JointFilter { base.filter }
  /// What the weights say about themselves; `nil` for a model without weights.
  public var card: ModelCard? { base.card }

  public init(_ base: FilterModel, protocol depthProtocol: DepthProtocol) {
    self.base = base
    self.protocol = depthProtocol
  }

  public init(name: String, filter: any JointFilter, protocol depthProtocol: DepthProtocol) {
    self.init(FilterModel(name: name, filter: filter), protocol: depthProtocol)
  }

  /// Bicubic enlargement alone, in the dialect of the protocol.
  public static func bicubic(_ depthProtocol: DepthProtocol = .dknBicubic) -> DepthModel {
    DepthModel(.bicubic, protocol: depthProtocol)
  }

  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure`` as `FilterModel.init(contentsOf:)`, and `badData` where the weights are
  ///   not for upsampling.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(FilterModel(contentsOf: path), path: path)
  }

  /// The model that a user means.
  ///
  /// - Parameters:
  ///   - reference: `bicubic`, `guided`, the name of shipped weights, or the path of a
  ///     `.safetensors` file.
  ///   - factor: how many times larger each side is to become.
  ///   - catalog: where it is looked for.
  /// - Throws: ``Failure`` as `FilterModel.named(_:for:on:in:)`.
  public static func named(
    _ reference: String, factor: Int, in catalog: ModelCatalog = ModelCatalog()
  ) throws(Failure) -> DepthModel {
    try DepthModel(
      .named(reference, for: .upsampling(factor: factor), in: catalog), path: reference)
  }

  private init(_ base: FilterModel, path: String) throws(Failure) {
    switch base.card?.degradation {
    case nil: self.init(base, protocol: .dknBicubic)
    case .upsampling(_, let depthProtocol): self.init(base, protocol: depthProtocol)
    case let other?:
      throw Failure(
        .badData, path,
        found: "weights for \(FilterModel.Use(other)?.description ?? other.description)",
        wanted: "weights for upsampling")
    }
  }
}
