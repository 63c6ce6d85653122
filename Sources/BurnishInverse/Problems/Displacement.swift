import BurnishTensors
import Foundation

/// How far an image is merely moved against the one that it should be, which makes its decibels low whatever else is
/// right: most often another sample of a kernel was meant to stand at the pixel.
public struct Displacement: Sendable, Hashable, CustomStringConvertible {
  /// So far right of its place and below it, in pixels.
  public let columns, rows: Int
  /// The peak signal-to-noise ratio once it is moved back, for samples in 0...1, in decibels.
  public let decibels: Double

  /// The farthest that is looked for.
  private static let reach = 4
  /// By how many decibels moving back must be better.
  private static let gain = 3.0

  /// - Parameters:
  ///   - image: `[1, C, H, W]`.
  ///   - truth: of the same shape.
  /// - Returns: `nil` where the image stands where it should or too small to tell, and where it is not better anywhere
  ///   else by 3 dB. Of large images the middle is looked at.
  public init?(of image: Tensor, from truth: Tensor) {
    precondition(
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
