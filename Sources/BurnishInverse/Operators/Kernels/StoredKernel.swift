import BurnishCore
import BurnishTensors

/// A blur kernel as a file or another program stores it: samples of any scale, without a known origin.
///
/// ``kernel()`` finds the origin and repairs artifacts of storage. The kernel lists the repairs.
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
  /// The sample at the pixel itself, if known. Then no weights are moved.
  public var origin: Place?
  /// The name of the kernel's file in failures.
  public let subject: String

  public var height: Int { samples.shape[0] }
  public var width: Int { samples.shape[1] }

  /// - Parameters:
  ///   - samples: `[h, w]`, of any scale.
  ///   - origin: the sample at the pixel itself; found from the samples if not given.
  ///   - subject: the name of the kernel's file in failures.
  /// - Throws: ``Failure`` of the kind `badData` for samples of another shape.
  public init(
    _ samples: Tensor, origin: Place? = nil, subject: String = "kernel"
  ) throws(Failure) {
    try Self.check(samples.shape, subject)
    self.init(grid: samples, origin: origin, subject: subject)
  }

  @inline(never)
  private static func check(_ shape: [Int], _ subject: String) throws(Failure) {
    guard shape.count == 2, !shape.contains(0) else {
      throw Failure(.badData, subject, found: "the shape \(shape)", wanted: "[h, w]")
    }
  }

  /// - Parameter samples: `[h, w]`.
  init(grid samples: Tensor, origin: Place?, subject: String = "kernel") {
    (self.samples, self.origin, self.subject) = (samples, origin, subject)
  }

  /// The kernel rotated by 180° together with its origin. Programs that correlate store kernels in this way.
  public var turned: StoredKernel {
    StoredKernel(
      grid: Tensor(shape: samples.shape, values: samples.values.reversed()),
      origin: origin.map { Place(column: width - 1 - $0.column, row: height - 1 - $0.row) },
      subject: subject)
  }

  /// The repaired kernel.
  ///
  /// - Negative weights below 1/50 of the maximum weight in magnitude are noise and become 0.
  /// - A uniform background, such as the sky around a star, is subtracted.
  /// - A kernel whose parts lie in the corners, as Fourier transforms store it, is moved together in the middle.
  /// - A round spot off the middle is moved there. Other weights stay in place, because camera shake and motion may
  ///   leave them off the middle.
  /// - An even number of rows or columns has two middle samples. The origin is the one that the weights lie around.
  ///   By default, it is the last one of the first half, as in SciPy's `convolve2d` and MATLAB's `imfilter`.
  /// - Rows and columns of zeros around the weights are cut off.
  ///
  /// With an ``origin``, weights are cleaned and cut but not moved.
  /// - Throws: ``Failure`` of the kind `badData` if weights are negative beyond noise, not finite, or all 0. The origin
  ///   must lie inside the samples, and the kernel without its zeros must not be too large.
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
        found: "weights that are large all around and small inside, like an inverted image",
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
