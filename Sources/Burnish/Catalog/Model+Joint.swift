import BurnishCore
import BurnishFilters

/// A filter under the guidance of an image.
public typealias JointModel = Model<any JointFilter>

extension Model where Filter == any JointFilter {
  /// Bicubic enlargement alone, in the dialect of a protocol.
  public static func bicubic(_ depthProtocol: DepthProtocol = .dknBicubic) -> Self {
    Self(
      name: NamedJointFilter.bicubic.name, filter: IdentityFilter(), protocol: depthProtocol)
  }

  /// The guided filter, with settings for a purpose.
  ///
  /// - Parameters: as of ``GuidedFilter/init(for:radius:epsilon:)``.
  public static func guided(
    for purpose: Purpose = .noiseReduction, radius: Int? = nil, epsilon: Float? = nil
  ) -> Self {
    Self(
      name: NamedJointFilter.guided.name,
      filter: GuidedFilter(for: purpose, radius: radius, epsilon: epsilon), purpose: purpose)
  }

  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged,
  ///   has no card, or does not hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, as ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (architecture, weights) = try file.contents()
    self.init(
      name: file.card.name,
      filter: try NetworkFilter(architecture, weights: weights, path: file.path), card: file.card)
  }

  /// The standard deviation of the noise on images that the model was trained for, for samples in 0...255;
  /// `nil` where that is no single one. Weights trained on depth have none: what is noise to them beside the
  /// steps of depth is no measure for photographs.
  public var trainedSigma: Float? { card?.target == .image ? card?.degradation.sigma : nil }
}
