import Foundation

/// A change to the samples of a stored kernel, or a note about them.
public enum KernelAdjustment: Sendable, Hashable, CustomStringConvertible {
  /// Negative weights were set to 0; `share` is the largest magnitude among them, relative to the maximum weight.
  case negative(share: Double)
  /// A background was subtracted; `share` is its level relative to the maximum weight.
  case background(share: Double)
  /// The parts in the corners were moved together.
  case corners
  /// A spot was moved to the middle. It was this far to the right of it and below it, in pixels.
  case centered(columns: Int, rows: Int)
  /// A side is even; this sample of the file is taken as the origin.
  case even(width: Int, height: Int, StoredKernel.Place)
  /// The weights lie this far to the right of the origin and below it on average; nothing was moved.
  case offMiddle(columns: Double, rows: Double)

  /// Whether weights were moved.
  var isMove: Bool {
    switch self {
    case .corners, .centered: true
    case .negative, .background, .even, .offMiddle: false
    }
  }

  /// Whether the result depends on the choice of the origin.
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
      return "weights below 0, by \(percent(share)) of the maximum, are taken for noise and for 0"
    case .background(let share):
      return "a background of \(percent(share)) of the maximum weight was subtracted"
    case .corners:
      return "its middle sample lies in the corner, as Fourier transforms (FFT) store kernels, and "
        + "was put into the middle"
    case .centered(let columns, let rows):
      return "its peak lies \(columns) columns and \(rows) rows off the kernel's middle, and was "
        + "moved there, so that the result stays in place"
    case .even(let width, let height, let place):
      // These libraries take the later of the two samples in each direction.
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
