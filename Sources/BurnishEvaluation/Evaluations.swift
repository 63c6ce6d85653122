/// The table of evaluations. It defines commands, help, and the published figures.
public enum Evaluations {
  /// All evaluations, in the order of help.
  public static let all: [any Evaluation.Type] = [
    DepthEvaluation.self, SaliencyEvaluation.self, DepthNoiseEvaluation.self,
    DenoisingEvaluation.self, NearInfraredEvaluation.self, SegmentationEvaluation.self,
    RelightingEvaluation.self, SuperResolutionEvaluation.self, DeblurringEvaluation.self,
    InpaintingEvaluation.self, CompositionEvaluation.self, ColorizationEvaluation.self,
  ]

  /// The evaluations with figures in model cards.
  static var published: [any PublishedEvaluation.Type] {
    all.compactMap { $0 as? any PublishedEvaluation.Type }
  }
}
