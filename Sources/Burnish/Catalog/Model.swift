import BurnishFilters

/// A filter or a network with its name, model card and purpose.
public struct Model<Filter: Sendable>: Sendable {
  /// The name that a user gives for it.
  public let name: String
  public let filter: Filter
  /// The weights' model card; `nil` for a filter without weights.
  public let card: ModelCard?
  /// The purpose of a filter with a guide; `nil` if it is unknown or the filter takes no guide.
  public let purpose: Purpose?
  /// How low-resolution depth is enlarged to the guide's size before the filter sees it.
  public let `protocol`: DepthProtocol

  /// - Parameters:
  ///   - purpose: the card's purpose if not given.
  ///   - depthProtocol: the card's protocol if not given, or ``DepthProtocol/dknBicubic`` if the
  ///     card has none.
  public init(
    name: String, filter: Filter, card: ModelCard? = nil, purpose: Purpose? = nil,
    protocol depthProtocol: DepthProtocol? = nil
  ) {
    (self.name, self.filter, self.card) = (name, filter, card)
    self.purpose = purpose ?? card.flatMap { Purpose($0.degradation) }
    var trained: DepthProtocol?
    if case .upsampling(_, let own) = card?.degradation { trained = own }
    self.protocol = depthProtocol ?? trained ?? .dknBicubic
  }
}
