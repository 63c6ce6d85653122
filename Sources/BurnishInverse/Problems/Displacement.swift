import BurnishCore
import BurnishTensors
import Foundation

/// The shift of an image relative to its ground truth, which lowers its decibels even if all else is right. Usually
/// the kernel has another origin than assumed.
public struct Displacement: Sendable, Hashable, CustomStringConvertible {
  /// The shift to the right and down, in pixels.
  public let columns, rows: Int
  /// The peak signal-to-noise ratio after moving the image back, for samples in 0...1, in decibels.
  public let decibels: Double

  /// The maximum shift to search.
  private static let reach = 4
  /// The minimum gain of moving back, in decibels.
  private static let gain = 3.0

  /// - Parameters:
  ///   - image: `[1, C, H, W]`.
  ///   - truth: the ground truth, in the same shape.
  /// - Returns: `nil` if no shift is better by 3 dB, or if the image is too small. Only the middle of large images
  ///   counts.
  public init?(of image: Tensor, from truth: Tensor) {
    require(
      image.shape == truth.shape, "an image of \(image.shape) for one of \(truth.shape)")
    let (height, width) = (truth.shape[2], truth.shape[3])
    guard min(height, width) >= 4 * Self.reach else { return nil }
    func middle(_ extent: Int) -> Range<Int> {
      let start = max(Self.reach, (extent - 512) / 2)
      return start..<extent - start
    }
    let (rows, columns) = (middle(height), middle(width))
    let wanted = truth.cropped(rows: rows, columns: columns)
    func decibels(_ right: Int, _ down: Int) -> Double {
      let found = image.cropped(
        rows: rows.lowerBound + down..<rows.upperBound + down,
        columns: columns.lowerBound + right..<columns.upperBound + right)
      let error = found - wanted
      return -10 * log10(max(error.dot(error) / Double(error.count), 1e-12))
    }
    var best = (columns: 0, rows: 0, decibels: decibels(0, 0))
    let here = best.decibels
    for down in -Self.reach...Self.reach {
      for right in -Self.reach...Self.reach {
        let value = decibels(right, down)
        if value > best.decibels { best = (right, down, value) }
      }
    }
    guard best.decibels > here + Self.gain else { return nil }
    (self.columns, self.rows, self.decibels) = best
  }

  /// "moved by 1, 1: 42.55 dB".
  public var description: String {
    "moved by \(columns), \(rows): \(String(format: "%.2f", decibels)) dB"
  }
}
