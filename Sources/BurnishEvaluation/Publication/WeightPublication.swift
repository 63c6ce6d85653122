import Burnish
import BurnishCore
import BurnishData
import BurnishNetworks
import Foundation

/// Turns the weights that a training left into a file to ship: measured, and in half precision.
public struct WeightPublication: Sendable {
  /// What the figures are of.
  let measurements: [any PublishedMeasurement]

  init(measurements: [any PublishedMeasurement]) { self.measurements = measurements }

  /// Writes the weights in half precision, with the figures of just these rounded weights in their
  /// card.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - destination: the file to ship; its figures are measured by the card's own protocol and
  ///     factor.
  ///   - progress: called with each image's name.
  /// - Returns: the card with its figures.
  /// - Throws: ``Failure`` where a file or a suite is missing or damaged, is for other weights, or
  ///   cannot be written; and whatever `progress` throws. The destination is then as it was.
  public func publish(
    _ source: String, to destination: String, progress: (String) throws -> Void = { _ in }
  ) throws -> ModelCard {
    let (tensors, metadata) = try Safetensors.read(source)
    var card = try ModelCard(metadata: metadata, path: source)
    // Measured before anything is at the destination, from a file that holds what it will hold.
    let draft = try DraftFile.holding(
      Safetensors.encoded(tensors, metadata: metadata, precision: .float16, path: destination),
      beside: destination)
    card.figures = []
    for measurement in measurements {
      card.figures += try measurement.figures(
        of: draft.path, undoing: card.degradation
      ) { report, _ in
        if let row = report.rows.last { try progress("\(measurement.set): \(row.name)") }
      }
    }
    try Safetensors.write(
      tensors, metadata: card.metadata(), to: destination, precision: .float16)
    return card
  }
}
