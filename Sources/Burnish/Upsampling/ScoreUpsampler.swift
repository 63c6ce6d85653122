import BurnishCore
import BurnishFilters
import BurnishImages

/// Enlarges class scores with a model for them, or with a model for depth, which sees each class
/// separately.
public enum ScoreUpsampler: Sendable {
  case forScores(ClassScoreUpsampler)
  case byPlanes(JointUpsampler)

  public init(_ model: JointModel) {
    if case .upsampling = model.purpose {
      self = .byPlanes(JointUpsampler(model))
    } else {
      self = .forScores(ClassScoreUpsampler(model.filter))
    }
  }

  /// - Parameters: as in ``ClassScoreUpsampler/upsampledBlocking(_:guide:subject:progress:)``.
  public func upsampledBlocking(
    _ scores: ClassScores, guide: Image, subject: String, progress: (Double) -> Void
  ) throws(Failure) -> ClassScores {
    switch self {
    case .forScores(let upsampler):
      try upsampler.upsampledBlocking(scores, guide: guide, subject: subject, progress: progress)
    case .byPlanes(let upsampler):
      ClassScores(
        samples: try upsampler.upsampledBlocking(
          scores.samples, guide: guide, subject: subject, progress: progress))
    }
  }
}
