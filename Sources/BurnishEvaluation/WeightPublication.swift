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
    guard case .upsampling(let factor, let depthProtocol) = card.degradation else {
      throw Failure(
        .badData, source, found: "weights for the task \(card.task.rawValue)",
        wanted: "weights for depth upsampling")
    }
    // Measured before anything is at the destination, from a file that holds what it will hold.
    let draft = destination + ".unmeasured"
    try Safetensors.write(tensors, metadata: metadata, to: draft, precision: .float16)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    let model = try DepthModel(contentsOf: draft)
    card.figures = []
    for suite in suites {
      let evaluation = DepthEvaluation(suite: suite, protocol: depthProtocol, factor: factor)
      let report = try evaluation.run(model) { row, _ in
        try progress("\(suite.name.rawValue): \(row.name)")
      }
      for (metric, value) in zip(report.metrics, report.means) where metric == "rmse" {
        card.figures.append(
          .init(
            set: report.set, protocol: depthProtocol.rawValue, factor: factor, metric: metric,
            value: value))
      }
    }
    try Safetensors.write(
      tensors, metadata: card.metadata(), to: destination, precision: .float16)
    return card
  }
}
