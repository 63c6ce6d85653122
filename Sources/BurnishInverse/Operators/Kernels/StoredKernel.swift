import BurnishCore
import BurnishTensors

/// A blur kernel as a file or another program stores it: samples of any scale, of which it is not said which one
/// stands at the pixel.
///
/// ``kernel()`` finds that out and mends what storing did to the weights; the kernel says what was mended.
///
/// ```swift
/// let stored = try StoredKernel(contentsOf: "kernel.npy")
/// let kernel = try stored.kernel()
/// for adjustment in kernel.adjustments { print(adjustment) }
/// ```
public struct StoredKernel: Sendable {
  /// A place among the samples, counted from 0.
  public struct Place: Sendable, Hashable {
    public var column, row: Int

    public init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
  }

  /// `[h, w]`.
  public let samples: Tensor
  /// The sample that stands at the pixel, where that is known; nothing is moved then.
  public var origin: Place?
  /// What failures name: the kernel's file.
  public let subject: String

  public var height: Int { samples.shape[0] }
  public var width: Int { samples.shape[1] }

  /// - Parameters:
  ///   - samples: `[h, w]`, of any scale.
  ///   - origin: the sample that stands at the pixel; found by the samples if not given.
  ///   - subject: what failures name.
  public init(_ samples: Tensor, origin: Place? = nil, subject: String = "kernel") {
    precondition(samples.shape.count == 2, "the shape \(samples.shape) is not [h, w]")
    (self.samples, self.origin, self.subject) = (samples, origin, subject)
  }

  /// Turned by half a turn, as programs store kernels that correlate; the origin turns with it.
  public var turned: StoredKernel {
    StoredKernel(
      Tensor(shape: samples.shape, values: samples.values.reversed()),
      origin: origin.map { Place(column: width - 1 - $0.column, row: height - 1 - $0.row) },
      subject: subject)
  }

  /// The kernel that is meant.
  ///
  /// - Weights that are negative by less than a fiftieth of the greatest one are noise, and become 0.
  /// - A background all around, such as the sky around a star, is taken off.
  /// - A kernel whose parts lie in the corners, as Fourier transforms store it, is put together in the middle.
  /// - A round spot that lies off the middle is moved there. Other weights stay where they are: shaken and moved
  ///   cameras may well leave them off the middle.
  /// - Of an even number of rows or columns there is no middle: that sample of the two is taken that the weights
  ///   lie around, and else the last one of the first half, as of SciPy's `convolve2d` and MATLAB's `imfilter`.
  /// - Rows and columns of zeros around the weights are cut off.
  ///
  /// With an ``origin``, weights are cleaned and cut, and nothing is moved.
  /// - Throws: ``Failure`` of the kind `badData` for weights that are negative beyond noise, not finite, or all 0, an
  ///   origin beyond the samples, and a kernel that is too large without its zeros.
  public func kernel() throws(Failure) -> BlurKernel {
    if let origin, !(0..<height).contains(origin.row) || !(0..<width).contains(origin.column) {
      throw Failure(
        .badData, subject,
        found: "an origin of \(origin.column),\(origin.row) in \(width)x\(height)",
        wanted: "a column of 0 to \(width - 1) and a row of 0 to \(height - 1)")
    }
    var grid = try KernelGrid(self)
    if grid.appearsInverted {
      throw Failure(
        .badData, subject,
        found: "weights that are greatest all around and small inside, as of an inverted image",
        wanted: "a kernel that is bright on black")
    }
    var adjustments = grid.cleaned()
    let place: Place
    if let origin {
      place = origin
    } else {
      let found = grid.located()
      place = found.place
      adjustments += found.adjustments
    }
    var kernel = try BlurKernel(grid.cut(around: place, subject), subject: subject)
    if origin == nil, adjustments.allSatisfy({ !$0.isMove }), let offset = kernel.notableOffset {
      adjustments.append(.offMiddle(columns: offset.x, rows: offset.y))
    }
    kernel.adjustments = adjustments
    return kernel
  }
}
