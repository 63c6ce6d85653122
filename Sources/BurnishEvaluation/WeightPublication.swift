import Burnish
import BurnishNetworks
import BurnishTensors
import Foundation

/// Turns the weights that a training left into a file to ship: measured, and in half precision.
public struct WeightPublication: Sendable {
  /// Pictures that figures are of.
  public enum Suite: Sendable {
    /// For weights that enlarge depth or take noise off it.
    case depth(DepthSuite)
    /// For weights that enlarge class scores, which are simulated as ``ClassScoreSimulation`` does by
    /// itself.
    case classScores(SegmentationSuite)

    var name: DepthSuite.Name {
      switch self {
      case .depth(let suite): suite.name
      case .classScores: .nyu
      }
    }
  }

  /// The suites that the figures are of.
  public var suites: [Suite]

  public init(suites: [Suite]) { self.suites = suites }

  /// The suites that weights are measured on by what they undo.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - names: the sets to take; if empty all that there are for such weights.
  ///   - dataDirectory: the folder that holds the sets.
  ///   - limit: takes only so many pictures of each set, the first ones.
  /// - Throws: ``Failure``: `usage` where there are no figures of a set for such weights; and where
  ///   the weights or a suite are missing or damaged.
  public init(
    of source: String, on names: [DepthSuite.Name] = [], dataDirectory: String, limit: Int? = nil
  ) throws(Failure) {
    self.init(
      suites: try Self.suites(of: source, on: names, dataDirectory: dataDirectory, limit: limit))
  }

  @inline(never)
  private static func suites(
    of source: String, on names: [DepthSuite.Name], dataDirectory: String, limit: Int?
  ) throws(Failure) -> [Suite] {
    let degradation = try WeightFile(contentsOf: source).card.degradation
    switch degradation {
    case .upsampling, .gaussianNoise:
      var suites: [Suite] = []
      for name in names.isEmpty ? DepthSuite.Name.allCases : names {
        suites.append(.depth(try DepthSuite(name, dataDirectory: dataDirectory, limit: limit)))
      }
      return suites
    case .gaussianNoiseRange:
      throw Failure(
        .badData, source, found: "weights for \(degradation.words)",
        wanted: "weights for depth or class scores")
    case .classScores:
      if let other = names.first(where: { $0 != .nyu }) {
        throw Failure(
          .usage, source,
          found: "weights for class scores, which \(other.rawValue) has no labels for",
          wanted: "the set nyu")
      }
      return [
        .classScores(try SegmentationSuite(dataDirectory: dataDirectory, limit: limit))
      ]
    }
  }

  /// Writes the weights in half precision, with the figures of just these rounded weights in their
  /// card.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - destination: the file to ship; its figures are measured by the card's own protocol and
  ///     factor.
  ///   - progress: called with each picture's name.
  /// - Returns: the card with its figures.
  /// - Throws: ``Failure`` where a file or a suite is missing or damaged, is for other weights, or
  ///   cannot be written; and whatever `progress` throws. The destination is then as it was.
  public func publish(
    _ source: String, to destination: String, progress: (String) throws -> Void = { _ in }
  ) throws -> ModelCard {
    let (tensors, metadata) = try Safetensors.read(source)
    var card = try ModelCard(metadata: metadata, path: source)
    // Measured before anything is at the destination, from a file that holds what it will hold.
    let draft = destination + ".unmeasured"
    try Safetensors.write(tensors, metadata: metadata, to: draft, precision: .float16)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    card.figures = []
    for suite in suites {
      card.figures += try figures(of: draft, card.degradation, on: suite) { row, _ in
        try progress("\(suite.name.rawValue): \(row.name)")
      }
    }
    try Safetensors.write(
      tensors, metadata: card.metadata(), to: destination, precision: .float16)
    return card
  }

  /// The figures of a weight file on a suite, by the task that it was trained for: the error of depth,
  /// or the mean intersection over union of class scores before, without and after the model.
  private func figures(
    of path: String, _ degradation: Degradation, on suite: Suite,
    progress: (EvaluationReport.Row, Int) throws -> Void
  ) throws -> [ModelCard.Figure] {
    switch (degradation, suite) {
    case (.upsampling(let factor, let depthProtocol), .depth(let suite)):
      let report = try DepthEvaluation(suite: suite, protocol: depthProtocol, factor: factor)
        .run(DepthModel(contentsOf: path), progress: progress)
      return [report.figure(0, named: report.metrics[0])]
    case (.gaussianNoise(let sigma), .depth(let suite)):
      let report = try DepthNoiseEvaluation(suite: suite, sigma: Double(sigma))
        .run(FilterModel(contentsOf: path), progress: progress)
      return [report.figure(0, named: report.metrics[0])]
    case (.classScores(let factor), .classScores(let suite)):
      let report = try SegmentationEvaluation(
        suite: suite, simulation: ClassScoreSimulation(factor: factor)
      ).run(FilterModel(contentsOf: path), progress: progress)
      return report.metrics.indices.map { report.figure($0, named: "miou \(report.metrics[$0])") }
    default:
      throw Failure(
        .badData, path, found: "weights for \(degradation.words)",
        wanted: "weights that are measured on the suite \(suite.name.rawValue)")
    }
  }
}

extension EvaluationReport {
  /// The figure of all pictures by one of the metrics, as a model card has it.
  fileprivate func figure(_ index: Int, named metric: String) -> ModelCard.Figure {
    var figure = ModelCard.Figure(
      set: set, protocol: self.protocol, metric: metric, value: means[index], pictures: rows.count)
    switch strength {
    case .factor(let factor): figure.factor = factor
    case .sigma(let sigma): figure.sigma = Float(sigma)
    }
    return figure
  }
}
