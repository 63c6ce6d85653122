import Burnish
import BurnishImages

/// `burnish upsample` of class scores: by a model for them, or by one for depth where the user insists.
enum ScoreUpsampling {
  case forScores(ClassScoreUpsampler)
  /// A filter that sees each class by itself.
  case byPlanes(JointUpsampler)

  /// - Parameter factor: how many times larger each side becomes.
  init(model options: UpsamplingModelOptions, factor: Int) throws {
    let use = FilterModel.Use.classScores(factor: factor)
    let catalog = ModelCatalog()
    let isFileForDepth =
      try FilterModel.isPath(options.name) && !Self.isForScores(catalog.file(options.name))
    if options.name == FilterModel.bicubic.name || isFileForDepth {
      self = .byPlanes(JointUpsampler(try options.load(factor: factor, from: catalog)))
    } else if !options.isGiven, try !ShippedWeights.installed().holds(options.name, for: use) {
      Remarks.assume(
        model: "\(FilterModel.guided.name), as no weights for \(use.description) are shipped")
      self = .forScores(ClassScoreUpsampler(FilterModel.guided(for: use).filter))
    } else {
      if !options.isGiven { Remarks.assume(model: options.name) }
      self = .forScores(
        ClassScoreUpsampler(
          try options.guidedFilter.model(options.name, for: use, from: catalog).filter))
    }
  }

  private static func isForScores(_ file: WeightFile) -> Bool {
    if case .classScores = file.card.degradation { true } else { false }
  }

  /// - Parameters: as of `ClassScoreUpsampler.upsampled`.
  func upsampled(
    _ scores: ClassScores, guide: Image, subject: String, progress: (Double) throws -> Void
  ) throws -> ClassScores {
    switch self {
    case .forScores(let upsampler):
      try upsampler.upsampled(scores, guide: guide, subject: subject, progress: progress)
    case .byPlanes(let upsampler):
      ClassScores(
        samples: try upsampler.upsampled(
          scores.samples, guide: guide, subject: subject, progress: progress))
    }
  }
}
