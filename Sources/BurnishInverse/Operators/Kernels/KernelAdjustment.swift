import Foundation

/// Something that was done to the samples of a stored kernel, or is to be known about them.
public enum KernelAdjustment: Sendable, Hashable, CustomStringConvertible {
  /// Weights below 0, down to so much of the greatest one, became 0.
  case negative(share: Double)
  /// A background, so large a part of the greatest weight, was taken off.
  case background(share: Double)
  /// The parts in the corners were put together.
  case corners
  /// A spot was moved to the middle, from so far right of it and below it, in pixels.
  case centered(columns: Int, rows: Int)
  /// A side is even, and this sample of the file stands at the pixel.
  case even(width: Int, height: Int, StoredKernel.Place)
  /// The weights lie so far right of the pixel and below it on average; nothing was moved.
  case offMiddle(columns: Double, rows: Double)

  /// Whether weights were moved.
  var isMove: Bool {
    switch self {
    case .corners, .centered: true
    case .negative, .background, .even, .offMiddle: false
    }
  }

  /// Whether another origin would give another result.
  public var concernsOrigin: Bool {
    switch self {
    case .corners, .centered, .even, .offMiddle: true
    case .negative, .background: false
    }
  }

  public var description: String {
    func percent(_ share: Double) -> String { String(format: "%.2g %%", 100 * share) }
    switch self {
    case .negative(let share):
      return "weights below 0, by \(percent(share)) of the greatest, are taken for noise and for 0"
    case .background(let share):
      return "a background of \(percent(share)) of the greatest weight was taken off"
    case .corners:
      return "its middle sample lies in the corner, as Fourier transforms (FFT) store kernels, and "
        + "was put into the middle"
    case .centered(let columns, let rows):
      return "its peak lies \(columns) columns and \(rows) rows off the kernel's middle, and was "
        + "moved there, so that the result stays in place"
    case .even(let width, let height, let place):
      // The later sample of the two is what these libraries take, in each direction.
      let isLater =
        (width % 2 == 0 && place.column == width / 2)
        || (height % 2 == 0 && place.row == height / 2)
      let (early, late) = (
        "scipy.signal and MATLAB's imfilter", "scipy.ndimage, deepinv, ITK and MATLAB's psf2otf"
      )
      let others = isLater ? "as \(late) take it" : "as \(early) take it, but not \(late)"
      return "\(width)x\(height), an even side, has no middle: column \(place.column), row "
        + "\(place.row) from 0 stands at the pixel, \(others)"
    case .offMiddle(let columns, let rows):
      let offset = String(format: "%.1f columns and %.1f rows", columns, rows)
      return "the weights lie off the kernel's middle, by \(offset) on average; the result is "
        + "moved by as much the other way"
    }
  }
}
