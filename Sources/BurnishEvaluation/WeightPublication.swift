import Burnish
import BurnishNetworks
import BurnishTensors
import Foundation

/// Turns the weights that a training left into a file to ship: measured, and in half precision.
public struct WeightPublication: Sendable {
  /// The suites that the figures are of.
  public var suites: [DepthSuite]

  public init(suites: [DepthSuite]) { self.suites = suites }

  /// Writes the weights in half precision, with the errors of just these rounded weights in their
  /// card.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - destination: the file to ship; its figures are measured by the card's own protocol and
  ///     factor.
  ///   - progress: called with each picture's name.
  /// - Returns: the card with its figures.
  /// - Throws: ``Failure`` where a file or a suite is missing or damaged, or cannot be written; and
  ///   whatever `progress` throws. The destination is then as it was.
  public func publish(
    _ source: String, to destination: String, progress: (String) throws -> Void = { _ in }
  ) throws -> ModelCard {
    let (tensors, metadata) = try Safetensors.read(source)
    var card = try ModelCard(metadata: metadata, path: source)
    switch card.degradation {
    case .upsampling, .gaussianNoise: break
    case .classScores, .gaussianNoiseRange:
      throw Failure(
        .badData, source, found: "weights for \(card.degradation.words)",
        wanted: "weights for depth")
    }
    // Measured before anything is at the destination, from a file that holds what it will hold.
    let draft = destination + ".unmeasured"
    try Safetensors.write(tensors, metadata: metadata, to: draft, precision: .float16)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    card.figures = []
    for suite in suites {
      card.figures.append(
        try figure(of: draft, card.degradation, on: suite) { row, _ in
          try progress("\(suite.name.rawValue): \(row.name)")
        })
    }
    try Safetensors.write(
      tensors, metadata: card.metadata(), to: destination, precision: .float16)
    return card
  }

  /// The error of a weight file on a suite, by the task that it was trained for.
  private func figure(
    of path: String, _ degradation: Degradation, on suite: DepthSuite,
    progress: (EvaluationReport.Row, Int) throws -> Void
  ) throws -> ModelCard.Figure {
    let report =
      switch degradation {
      case .upsampling(let factor, let depthProtocol):
        try DepthEvaluation(suite: suite, protocol: depthProtocol, factor: factor)
          .run(DepthModel(contentsOf: path), progress: progress)
      case .gaussianNoise(let sigma):
        try DepthNoiseEvaluation(suite: suite, sigma: Double(sigma))
          .run(FilterModel(contentsOf: path), progress: progress)
      case .classScores, .gaussianNoiseRange:
        preconditionFailure("\(degradation.words) is not measured on depth")
      }
    var figure = ModelCard.Figure(
      set: report.set, protocol: report.protocol, metric: report.metrics[0], value: report.means[0])
    switch degradation {
    case .upsampling(let factor, _): figure.factor = factor
    case .gaussianNoise(let sigma): figure.sigma = sigma
    case .classScores, .gaussianNoiseRange: break
    }
    return figure
  }
}
