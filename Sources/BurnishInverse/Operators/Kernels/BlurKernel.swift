import BurnishCore
import BurnishTensors

/// The image of one bright pixel after a blur: nonnegative weights that sum to 1.
public struct BlurKernel: Sendable {
  /// `[h, w]`, both odd; the middle weight is the pixel's own.
  public let weights: Tensor
  /// The adjustments to the samples of the kernel's file.
  public internal(set) var adjustments: [KernelAdjustment] = []

  public var height: Int { weights.shape[0] }
  public var width: Int { weights.shape[1] }

  /// The maximum number of rows and of columns.
  public static let maximumSide = 255

  /// Makes a kernel from weights, divided by their sum.
  ///
  /// If a side is even, the middle is the last pixel of its first half, as in SciPy's `convolve2d` and MATLAB's
  /// `imfilter`. The initializer then prepends a row or column of zeros. For kernels of other programs, use
  /// ``StoredKernel``.
  /// - Parameters:
  ///   - weights: `[h, w]`, of any scale.
  ///   - subject: the name of the kernel's file in a failure.
  /// - Throws: ``Failure`` of the kind `badData` if the kernel has another shape or is too large, or
  ///   weights are negative, not finite, or all 0.
  public init(_ weights: Tensor, subject: String = "kernel") throws(Failure) {
    self.weights = try Self.checked(weights, subject)
  }

  // Swift 6.3.1 miscompiles initializers that throw typed errors if this is inlined into them.
  @inline(never)
  private static func checked(_ weights: Tensor, _ subject: String) throws(Failure) -> Tensor {
    guard weights.shape.count == 2 else {
      throw Failure(.badData, subject, found: "the shape \(weights.shape)", wanted: "[h, w]")
    }
    let (height, width) = (weights.shape[0], weights.shape[1])
    let values = weights.values
    guard (1...maximumSide).contains(height), (1...maximumSide).contains(width) else {
      throw Failure(
        .badData, subject, found: "a kernel of \(width)x\(height)",
        wanted: "at most \(maximumSide) rows and columns")
    }
    if let index = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw Failure(
        .badData, subject,
        found:
          "the weight \(values[index]) in column \(index % width + 1), row \(index / width + 1)",
        wanted: "weights of 0 and more")
    }
    let sum = values.reduce(0.0) { $0 + Double($1) }
    guard sum > 0 else {
      throw Failure(.badData, subject, found: "weights that are all 0", wanted: "one above 0")
    }
    let normalized = Tensor(
      shape: [1, 1, height, width], values: values.map { Float(Double($0) / sum) })
    let odd = normalized.padded(by: .init(top: 1 - height % 2, left: 1 - width % 2), mode: .zero)
    return odd.reshaped(to: Array(odd.shape.dropFirst(2)))
  }

  /// The margin around the middle: half of the kernel.
  public var margin: ConvolutionGeometry.Padding {
    .init(top: height / 2, left: width / 2, bottom: height / 2, right: width / 2)
  }

  /// The mean offset of the weights to the right of the middle and below it, in pixels. The blur moves images by it.
  public var offset: (x: Double, y: Double) {
    var sum = (x: 0.0, y: 0.0)
    for (index, weight) in weights.values.enumerated() {
      sum.x += Double(weight) * Double(index % width - width / 2)
      sum.y += Double(weight) * Double(index / width - height / 2)
    }
    return sum
  }

  /// The offset if it exceeds the usual offset of camera shake: 1.5 pixels, or a quarter of a side.
  var notableOffset: (x: Double, y: Double)? {
    let (x, y) = offset
    func isNotable(_ offset: Double, _ side: Int) -> Bool {
      abs(offset) > min(1.5, Double(side) / 4)
    }
    return isNotable(x, width) || isNotable(y, height) ? (x, y) : nil
  }

  /// The weights rotated by 180°.
  public var turned: Tensor { Tensor(shape: weights.shape, values: weights.values.reversed()) }
}
