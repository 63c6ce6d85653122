/// The table of evaluations. Commands, help, and what is published follow from it.
public enum Evaluations {
  /// In the order of help.
  public static let all: [any Evaluation.Type] = [
    DepthEvaluation.self, SaliencyEvaluation.self, DepthNoiseEvaluation.self,
    DenoisingEvaluation.self, NearInfraredEvaluation.self, SegmentationEvaluation.self,
    RelightingEvaluation.self, SuperResolutionEvaluation.self, DeblurringEvaluation.self,
    InpaintingEvaluation.self, CompositionEvaluation.self, ColorizationEvaluation.self,
  ]

  /// Those whose figures model cards hold.
  static var published: [any PublishedEvaluation.Type] {
    all.compactMap { $0 as? any PublishedEvaluation.Type }
  }
}
