import BurnishCore
import BurnishTensors
import Foundation

extension BlurKernel {
  /// The valid standard deviations for ``gaussian(standardDeviation:)``, in pixels.
  public static let standardDeviations = 0.1...30.0
  /// The valid radii for ``disk(radius:)``, in pixels.
  public static let radii = 0.1...120.0
  /// The valid lengths for ``motion(length:angle:)``, in pixels.
  public static let lengths = 1.0...250.0

  /// A Gaussian, cut off where it falls below 1/300 of its peak.
  ///
  /// - Parameter standardDeviation: in pixels, 0.1 to 30.
  /// - Throws: ``Failure`` of the kind `usage` for others.
  public static func gaussian(standardDeviation: Double) throws(Failure) -> BlurKernel {
    try check(standardDeviation, in: standardDeviations, "standard deviation")
    let variance = standardDeviation * standardDeviation
    return centered(radius: Int((3.4 * standardDeviation).rounded(.up))) { x, y in
      exp(-(x * x) / (2 * variance)) * exp(-(y * y) / (2 * variance))
    }
  }

  /// A disk, the blur of a lens out of focus. Each weight is the part of the pixel inside the disk.
  ///
  /// - Parameter radius: in pixels, 0.1 to 120.
  /// - Throws: ``Failure`` of the kind `usage` for others.
  public static func disk(radius: Double) throws(Failure) -> BlurKernel {
    try check(radius, in: radii, "radius")
    return centered(radius: Int((radius + 0.5).rounded(.down))) { x, y in
      let (left, right, top, bottom) = (abs(x) - 0.5, abs(x) + 0.5, abs(y) - 0.5, abs(y) + 0.5)
      return corner(right, bottom, radius) - corner(left, bottom, radius)
        - corner(right, top, radius) + corner(left, top, radius)
    }
  }

  /// A straight motion. A weight falls with the pixel's distance from the path, to 0 at a distance of 1.
  ///
  /// The path is a line segment of length `length - 1` around the middle, as in MATLAB's `fspecial('motion')`.
  /// - Parameters:
  ///   - length: in pixels, 1 to 250; 1 means no motion.
  ///   - angle: in degrees, counterclockwise from the right.
  /// - Throws: ``Failure`` of the kind `usage` for other lengths, or an angle that is not finite.
  public static func motion(length: Double, angle: Double) throws(Failure) -> BlurKernel {
    try check(length, in: lengths, "length")
    guard angle.isFinite else {
      throw Failure(.usage, "kernel", found: "an angle of \(angle)", wanted: "degrees")
    }
    // A half turn does not change the kernel. It reduces the angle to where sine and cosine are exact.
    let turn = angle.truncatingRemainder(dividingBy: 180) * .pi / 180
    // Row numbers increase downward.
    let (cosine, sine) = (cos(turn), -sin(turn))
    let half = (length - 1) / 2
    return centered(radius: Int(half.rounded(.up)) + 1) { x, y in
      let along = min(max(x * cosine + y * sine, -half), half)
      return max(0, 1 - hypot(x - along * cosine, y - along * sine))
    }
  }

  /// Asks for a number within a range, in pixels.
  private static func check(
    _ value: Double, in range: ClosedRange<Double>, _ name: String
  ) throws(Failure) {
    guard range.contains(value) else {
      throw Failure(
        .usage, "kernel", found: "a \(name) of \(value) pixels",
        wanted: "\(range.lowerBound) to \(range.upperBound)")
    }
  }

  /// The area of the disk around 0 inside the rectangle from the origin to (x, y), with the sign of `x · y`.
  private static func corner(_ x: Double, _ y: Double, _ radius: Double) -> Double {
    let sign = (x < 0 ? -1.0 : 1.0) * (y < 0 ? -1.0 : 1.0)
    let (x, y) = (min(abs(x), radius), min(abs(y), radius))
    if x * x + y * y <= radius * radius { return sign * x * y }
    // The area is below y until the circle falls to y, and below the circle from there on.
    let start = (radius * radius - y * y).squareRoot()
    func integral(_ t: Double) -> Double {
      (t * max(0, radius * radius - t * t).squareRoot()
        + radius * radius * asin(min(1, t / radius))) / 2
    }
    return sign * (y * start + integral(x) - integral(start))
  }

  /// The kernel of a shape, given by weights at columns and rows from the middle. Outer rows and columns of zeros are
  /// removed.
  private static func centered(
    radius: Int, _ weight: (_ x: Double, _ y: Double) -> Double
  ) -> BlurKernel {
    let side = 2 * radius + 1
    let values = (0..<side * side).map { index in
      Float(max(0, weight(Double(index % side - radius), Double(index / side - radius))))
    }
    let stored = StoredKernel(
      grid: Tensor(shape: [side, side], values: values), origin: .init(column: radius, row: radius))
    do {
      return try BlurKernel(KernelGrid(stored).cut(around: stored.origin!, stored.subject))
    } catch {
      fatalError("a shape is a kernel: \(error)")
    }
  }
}
