import Burnish
import BurnishCore

extension WeightPublication {
  /// The sets that figures may be of.
  public enum SetName: String, CaseIterable, Sendable {
    case middlebury, lu, nyu, rgbdd, nir, bsd68, set12, faces, set14, kodak24
  }

  /// Images that figures are of.
  public enum Suite: Sendable {
    /// For weights that enlarge depth or take noise off it.
    case depth(DepthSuite)
    /// For weights that enlarge class scores, which are simulated as ``ClassScoreSimulation`` does by
    /// itself.
    case classScores(SegmentationSuite)
    /// For weights that take noise off under a guide.
    case nearInfrared(NearInfraredSuite)
    /// For weights that take noise off images without a guide.
    case images(ImageSuite)
    /// For weights that relight faces.
    case faces(RelightingEvaluation)
    /// For weights that give gray images colors.
    case colors(ColorSuite)

    var set: SetName {
      switch self {
      case .depth(let suite): SetName(rawValue: suite.name.rawValue)!
      case .classScores: .nyu
      case .nearInfrared: .nir
      case .images(let suite): SetName(rawValue: suite.name.rawValue)!
      case .faces: .faces
      case .colors(let suite): SetName(rawValue: suite.name.rawValue)!
      }
    }
  }

  /// The suites that weights are measured on by what they undo.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - names: the sets to take; if empty all that there are for such weights.
  ///   - dataDirectory: the folder that holds the sets; asked for only where there are some.
  ///   - limit: takes only so many images of each set, the first ones.
  /// - Throws: ``Failure``: `usage` where there are no figures of a set for such weights; and where
  ///   the weights or a suite are missing or damaged.
  public init(
    of source: String, on names: [SetName] = [],
    dataDirectory: @autoclosure () throws(Failure) -> String, limit: Int? = nil
  ) throws(Failure) {
    self.init(
      suites: try Self.suites(of: source, on: names, dataDirectory: dataDirectory, limit: limit))
  }

  @inline(never)
  private static func suites(
    of source: String, on names: [SetName], dataDirectory directory: () throws(Failure) -> String,
    limit: Int?
  ) throws(Failure) -> [Suite] {
    let card = try WeightFile(contentsOf: source).card
    let fitting: [SetName] =
      switch card.task {
      // Noise that is independent from color to color is what weights for colors know.
      case .denoising:
        try ImageModel(contentsOf: source).filter.channels == 3 ? [.nir] : [.bsd68, .set12]
      case .relighting: [.faces]
      case .colorization: [.set14, .kodak24]
      case .regression: []
      case .segmentation: [.nyu]
      case .depthUpsampling: [.middlebury, .lu, .nyu, .rgbdd]
      case .noiseReduction: [.middlebury, .lu, .nyu, .rgbdd, .nir]
      }
    if let other = names.first(where: { !fitting.contains($0) }) {
      throw Failure(
        .usage, source,
        found: "weights for \(card.task.rawValue), of which there are no figures on "
          + other.rawValue,
        wanted: fitting.isEmpty ? "no data sets" : fitting.map(\.rawValue).joined(separator: ", "))
    }
    guard !fitting.isEmpty else { return [] }
    let dataDirectory = try directory()
    var suites: [Suite] = []
    for name in names.isEmpty ? fitting : names {
      if let images = ImageSuite.Name(rawValue: name.rawValue) {
        suites.append(.images(try .init(images, dataDirectory: dataDirectory, limit: limit)))
      } else if let colors = ColorSuite.Name(rawValue: name.rawValue) {
        suites.append(.colors(try .init(colors, dataDirectory: dataDirectory, limit: limit)))
      } else if name == .faces {
        suites.append(.faces(try .init(dataDirectory: dataDirectory, limit: limit)))
      } else if name == .nir {
        suites.append(.nearInfrared(try .init(dataDirectory: dataDirectory, limit: limit)))
      } else if card.task == .segmentation {
        suites.append(.classScores(try .init(dataDirectory: dataDirectory, limit: limit)))
      } else if let depth = DepthSuite.Name(rawValue: name.rawValue) {
        suites.append(.depth(try .init(depth, dataDirectory: dataDirectory, limit: limit)))
      }
    }
    return suites
  }

  /// The figures of a weight file on a suite, by the task that it was trained for: the error of depth
  /// (and the percentage of bad pixels where the protocol counts them), the mean intersection over
  /// union of class scores before, without and after the model, PSNR and SSIM of images, the errors of faces, or PSNR and
  /// saturation of colors.
  func figures(
    of path: String, _ degradation: Degradation, on suite: Suite,
    progress: (EvaluationReport.Row, Int) throws -> Void
  ) throws -> [ModelCard.Figure] {
    switch (degradation, suite) {
    case (.upsampling(let factor, let depthProtocol), .depth(let suite)):
      let report = try DepthEvaluation(suite: suite, protocol: depthProtocol, factor: factor)
        .run(JointModel(contentsOf: path), progress: progress)
      return report.figures { $0 == "rmse" || $0 == "bmp3" }
    case (.gaussianNoise(let sigma), .depth(let suite)):
      let report = try DepthNoiseEvaluation(suite: suite, sigma: Double(sigma))
        .run(JointModel(contentsOf: path), progress: progress)
      return report.figures { $0 == "rmse" }
    case (.gaussianNoise(let sigma), .nearInfrared(let suite)):
      let evaluation = NearInfraredEvaluation(suite: suite, sigma: Double(sigma))
      return try WeightFile(contentsOf: path).card.task == .denoising
        ? evaluation.runUnguided(ImageModel(contentsOf: path), progress: progress).figures()
        : evaluation.run(JointModel(contentsOf: path), progress: progress).figures()
    case (.gaussianNoise(let sigma), .images(let suite)):
      return try figures(of: path, sigma, on: suite, progress: progress)
    case (.gaussianNoiseRange, .images(let suite)):
      // As RBDN's paper has it, beyond the range that was trained on too.
      return try stride(from: Float(10), through: 60, by: 5).flatMap { sigma in
        try figures(of: path, sigma, on: suite, progress: progress)
      }
    case (.classScores(let factor), .classScores(let suite)):
      let report = try SegmentationEvaluation(
        suite: suite, simulation: ClassScoreSimulation(factor: factor)
      ).run(JointModel(contentsOf: path), progress: progress)
      return report.metrics.indices.map { report.figure($0, named: "miou \(report.metrics[$0])") }
    case (.pairs, .faces(let evaluation)):
      return try evaluation.run(ModelCatalog().relighter(path), progress: progress).figures()
    case (.lostColors, .colors(let suite)):
      return try ColorizationEvaluation(suite: suite)
        .run(ImageColorizer(contentsOf: path), progress: progress).figures()
    case (.upsampling, _), (.gaussianNoise, _), (.gaussianNoiseRange, _), (.classScores, _),
      (.pairs, _), (.lostColors, _):
      throw Failure(
        .badData, path, found: "weights for \(degradation.description)",
        wanted: "weights that are measured on the suite \(suite.set.rawValue)")
    }
  }

  private func figures(
    of path: String, _ sigma: Float, on suite: ImageSuite,
    progress: (EvaluationReport.Row, Int) throws -> Void
  ) throws -> [ModelCard.Figure] {
    let denoiser = ImageDenoiser(
      measuring: try ImageModel(contentsOf: path), sigma: sigma)
    let report = try DenoisingEvaluation(suite: suite, sigma: Double(sigma))
      .run(denoiser.model.name, denoise: { denoiser.denoised($0) { _ in } }, progress: progress)
    return report.figures()
  }
}

extension EvaluationReport {
  /// The figures of all images by the metrics of some names, or by all of them.
  fileprivate func figures(_ isWanted: (String) -> Bool = { _ in true }) -> [ModelCard.Figure] {
    metrics.indices.filter { isWanted(metrics[$0]) }.map { figure($0, named: metrics[$0]) }
  }

  /// The figure of all images by one of the metrics, as a model card has it.
  fileprivate func figure(_ index: Int, named metric: String) -> ModelCard.Figure {
    var figure = ModelCard.Figure(
      set: set, protocol: self.protocol, metric: metric, value: means[index], images: rows.count)
    switch strength {
    case .factor(let factor): figure.factor = factor
    case .sigma(let sigma): figure.sigma = Float(sigma)
    case .missing, nil: break
    }
    return figure
  }
}
