import Burnish
import BurnishCore
import BurnishData
import BurnishNetworks
import Foundation

/// Turns trained weights into a file to ship, with figures and in half precision.
public struct WeightPublication: Sendable {
  /// The measurements for the figures.
  let measurements: [any PublishedMeasurement]

  init(measurements: [any PublishedMeasurement]) { self.measurements = measurements }

  /// Writes the weights in half precision, with the figures of these rounded weights in their card.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - destination: the file to ship; its figures use the card's protocol and factor.
  ///   - progress: called with each image's name.
  /// - Returns: the card with its figures.
  /// - Throws: ``Failure`` if a file or set is missing, damaged, or for other weights, or cannot be written; and
  ///   the errors of `progress`. The destination does not change then.
  public func publish(
    _ source: String, to destination: String, progress: (String) throws -> Void = { _ in }
  ) throws -> ModelCard {
    let (tensors, metadata) = try Safetensors.read(source)
    var card = try ModelCard(metadata: metadata, path: source)
    // A draft file with the rounded weights is measured before the destination is written.
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
