import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

/// Measures the upsampling of depth maps or masks that a protocol reduced.
public struct UpsamplingEvaluation: Sendable {
  /// A set of images with its metrics.
  struct Source: Sendable {
    var set: String
    var unit: String
    var metrics: [String]
    var pairs: [ImagePair]
    /// The number of pixels at each edge that do not count.
    var border: Int
    /// Reads the full resolution, `[1, 1, H, W]`, and the guide, `[1, 3, H, W]`.
    var sample: @Sendable (ImagePair) throws(Failure) -> (truth: Tensor, guide: Tensor)
    /// Returns the range that the model sees as 0...1; `nil` if it is 0...1.
    var scale: @Sendable (Tensor) -> NetworkScale?
    /// Measures the figures of a result, in the order of the metrics.
    var figures: @Sendable (_ result: Tensor, _ truth: Tensor, _ scale: NetworkScale?) -> [Double]
  }

  private let source: Source
  public let `protocol`: DepthProtocol
  /// The factor by which the low resolution is lower than the full one.
  public let factor: Int

  init(_ source: Source, protocol depthProtocol: DepthProtocol, factor: Int) {
    require(factor > 0, "a factor of \(factor) is not positive")
    self.source = source
    self.protocol = depthProtocol
    self.factor = factor
  }

  /// Measures a model on each image.
  ///
  /// An image is cropped at its right and lower edges to a multiple of the factor. This evaluation's protocol,
  /// not the model's, reduces it; `JointModel.target` enlarges it. It is scaled to 0...1 for the model and back.
  /// Nothing is rounded.
  /// - Parameter progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as reading the data set does, and `badData` if an image is too small for the protocol;
  ///   and the errors of `progress`, which stop the evaluation.
  public func run(
    _ model: JointModel, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: source.set, model: model.name, protocol: self.protocol.rawValue,
      strength: .factor(factor), unit: source.unit, metrics: source.metrics)
    try report.addRows(of: source.pairs, progress: progress) { pair in
      let sample = try source.sample(pair)
      let truth = cropped(sample.truth, to: factor)
      let guide = cropped(sample.guide, to: factor)
      let border = source.border
      guard truth.shape[2] > 2 * border, truth.shape[3] > 2 * border else {
        throw Failure(
          .badData, pair.targetPath,
          found: "\(sample.truth.shape[3])x\(sample.truth.shape[2]) pixels",
          wanted: (border > 0 ? "more than \(2 * border) on each side, and " : "")
            + "x\(factor) at least")
      }
      let scale = source.scale(truth)
      let low = model.target(of: truth, under: self.protocol, factor: factor)
      let result = model.filter.filter(target: scale?.normalized(low) ?? low, guide: guide)
      return EvaluationReport.Row(
        name: pair.name,
        values: source.figures(scale?.denormalized(result) ?? result, truth, scale))
    }
    return report
  }

  static let factorParameter = NumberParameter<Int>(
    "factor", "Reduction of each side: 4, 8, or 16.", placeholder: "n",
    NumberLimits("4, 8 or 16") { [4, 8, 16].contains($0) })
  static let protocolParameter = ChoiceParameter<DepthProtocol>(
    "protocol", "Protocol. (default: of the model)", .optional)
  static let model = TextParameter.model(modelHelp)

  /// The help text for depth models.
  public static var modelHelp: String {
    let filters = NamedJointFilter.names(for: .upsampling(factor: 2))
    return "Shipped model (fdkn, djfr, deepam), \(listed([".safetensors file"] + filters))."
  }
}

extension EvaluationCall {
  /// Measures a model for upsampling.
  ///
  /// - Parameter evaluation: returns the evaluation for a protocol and a factor.
  func upsamplingReport(
    progress: EvaluationProgress, _ evaluation: (DepthProtocol, Int) -> UpsamplingEvaluation
  ) throws -> EvaluationReport {
    let factor = values[UpsamplingEvaluation.factorParameter]
    let model = try ModelCatalog().jointModel(
      values[UpsamplingEvaluation.model], for: .upsampling(factor: factor))
    let depthProtocol = values.given(UpsamplingEvaluation.protocolParameter) ?? model.protocol
    return try evaluation(depthProtocol, factor).run(model, progress: progress)
  }
}
