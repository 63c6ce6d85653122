import BurnishCore
import BurnishFilters

/// A model that filters under the guidance of an image.
public typealias JointModel = Model<any JointFilter>

extension Model where Filter == any JointFilter {
  /// Bicubic enlargement alone, in the dialect of a protocol.
  public static func bicubic(_ depthProtocol: DepthProtocol = .dknBicubic) -> Self {
    Self(
      name: NamedJointFilter.bicubic.name, filter: IdentityFilter(), protocol: depthProtocol)
  }

  /// The guided filter, with settings for a purpose.
  ///
  /// - Parameters: as in ``GuidedFilter/init(for:radius:epsilon:)``.
  /// - Throws: ``Failure`` of the kind `usage` for numbers that are not positive.
  public static func guided(
    for purpose: Purpose = .noiseReduction, radius: Int? = nil, epsilon: Float? = nil
  ) throws(Failure) -> Self {
    Self(
      name: NamedJointFilter.guided.name,
      filter: try GuidedFilter(for: purpose, radius: radius, epsilon: epsilon), purpose: purpose)
  }

  /// The guided filter, with the default settings for a purpose.
  public static func guided(for purpose: Purpose = .noiseReduction) -> Self {
    Self(
      name: NamedJointFilter.guided.name, filter: GuidedFilter(for: purpose), purpose: purpose)
  }

  /// A model from its weight file; the file's card says how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` if the file does not exist; `badData` if it is damaged, has
  ///   no card, or lacks tensors of its card's architecture.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, like ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (architecture, weights) = try file.contents()
    self.init(
      name: file.card.name,
      filter: try NetworkFilter(architecture, weights: weights, path: file.path), card: file.card)
  }

  /// The standard deviation of image noise that the model was trained for, for samples in 0...255;
  /// `nil` if there is no single one. It is also `nil` for weights trained on depth: noise relative
  /// to steps of depth does not compare with noise in photographs.
  public var trainedSigma: Float? { card?.target == .image ? card?.degradation.sigma : nil }
}
