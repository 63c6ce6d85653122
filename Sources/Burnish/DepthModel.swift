import BurnishTensors

/// A filter that sharpens depth, with what is known of it.
public struct DepthModel: Sendable {
  /// The name by which a user asks for it.
  public let name: String
  public let filter: any JointFilter
  /// How low-resolution depth is brought to the guide's size before the filter sees it.
  public let `protocol`: DepthProtocol
  /// What the weights say about themselves; `nil` for a model without weights.
  public let card: ModelCard?

  public init(
    name: String, filter: any JointFilter, protocol depthProtocol: DepthProtocol,
    card: ModelCard? = nil
  ) {
    self.name = name
    self.filter = filter
    self.protocol = depthProtocol
    self.card = card
  }

  /// Bicubic enlargement alone, in the dialect of the protocol.
  public static func bicubic(_ depthProtocol: DepthProtocol = .dknBicubic) -> DepthModel {
    DepthModel(name: "bicubic", filter: IdentityFilter(), protocol: depthProtocol)
  }

  /// The model that a user means.
  ///
  /// - Parameters:
  ///   - reference: `bicubic`, the name of shipped weights, or the path of a `.safetensors` file.
  ///   - factor: how many times larger each side is to become.
  /// - Throws: ``Failure``: `usage` where no model of the name is shipped for the factor, and as
  ///   ``init(contentsOf:)``; `badData` where the file's weights are for another factor.
  public static func named(_ reference: String, factor: Int) throws(Failure) -> DepthModel {
    if reference == "bicubic" { return .bicubic() }
    guard reference.contains("/") || reference.hasSuffix(".safetensors") else {
      let entry = try ShippedWeights.installed().entry(name: reference, factor: factor)
      return try DepthModel(contentsOf: entry.path)
    }
    let model = try DepthModel(contentsOf: reference)
    if let card = model.card, card.factor != factor {
      throw Failure(
        .badData, reference, found: "weights for x\(card.factor)", wanted: "weights for x\(factor)")
    }
    return model
  }
}
