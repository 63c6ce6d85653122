import BurnishFilters

/// A filter or a network with its name, what its weights say about themselves, and what it is for.
public struct Model<Filter: Sendable>: Sendable {
  /// The name by which a user asks for it.
  public let name: String
  public let filter: Filter
  /// What the weights say about themselves; `nil` for a filter without weights.
  public let card: ModelCard?
  /// What a filter with a guide is for; `nil` where nothing says so, and for filters of an image alone.
  public let purpose: Purpose?
  /// How low-resolution depth is brought to the guide's size before the filter sees it.
  public let `protocol`: DepthProtocol

  /// - Parameters:
  ///   - purpose: that of the card if not given.
  ///   - depthProtocol: that of the card if not given, ``DepthProtocol/dknBicubic`` without one.
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
