import BurnishTensors
import Foundation

extension BlurKernel {
  /// The standard deviations that ``gaussian(standardDeviation:)`` takes, in pixels.
  public static let standardDeviations = 0.1...30.0
  /// The radii that ``disk(radius:)`` takes, in pixels.
  public static let radii = 0.1...120.0
  /// The lengths that ``motion(length:angle:)`` takes, in pixels.
  public static let lengths = 1.0...250.0

  /// A Gaussian bell, cut off where it falls below a three-hundredth of its middle.
  ///
  /// - Parameter standardDeviation: in pixels, 0.1 to 30.
  public static func gaussian(standardDeviation: Double) -> BlurKernel {
    precondition(
      standardDeviations.contains(standardDeviation), "\(standardDeviation) is not in 0.1...30")
    let variance = standardDeviation * standardDeviation
    return centered(radius: Int((3.4 * standardDeviation).rounded(.up))) { x, y in
      exp(-(x * x) / (2 * variance)) * exp(-(y * y) / (2 * variance))
    }
  }

  /// A disk, as a lens out of focus makes of a point: the part of each pixel that lies in it.
  ///
  /// - Parameter radius: in pixels, 0.1 to 120.
  public static func disk(radius: Double) -> BlurKernel {
    precondition(radii.contains(radius), "\(radius) is not in 0.1...120")
    return centered(radius: Int((radius + 0.5).rounded(.down))) { x, y in
      let (left, right, top, bottom) = (abs(x) - 0.5, abs(x) + 0.5, abs(y) - 0.5, abs(y) + 0.5)
      return corner(right, bottom, radius) - corner(left, bottom, radius)
        - corner(right, top, radius) + corner(left, top, radius)
    }
  }

  /// A straight motion: pixels count by how near to the way they lie, those at a distance of 1 and more not at all.
  ///
  /// The way is a line segment of `length - 1` around the middle, as of MATLAB's `fspecial('motion')`.
  /// - Parameters:
  ///   - length: in pixels, 1 to 250; 1 is no motion.
  ///   - angle: in degrees, counterclockwise from the right.
  public static func motion(length: Double, angle: Double) -> BlurKernel {
    precondition(
      lengths.contains(length) && angle.isFinite, "a motion of \(length) pixels by \(angle) degrees"
    )
    // A half turn changes nothing, and keeps the angle where sine and cosine are exact.
    let turn = angle.truncatingRemainder(dividingBy: 180) * .pi / 180
    // Rows go down.
    let (cosine, sine) = (cos(turn), -sin(turn))
    let half = (length - 1) / 2
    return centered(radius: Int(half.rounded(.up)) + 1) { x, y in
      let along = min(max(x * cosine + y * sine, -half), half)
      return max(0, 1 - hypot(x - along * cosine, y - along * sine))
    }
  }

  /// The area of a disk around 0 that lies in the rectangle from 0 to x and y, with the sign of both.
  private static func corner(_ x: Double, _ y: Double, _ radius: Double) -> Double {
    let sign = (x < 0 ? -1.0 : 1.0) * (y < 0 ? -1.0 : 1.0)
    let (x, y) = (min(abs(x), radius), min(abs(y), radius))
    if x * x + y * y <= radius * radius { return sign * x * y }
    // Below y up to where the circle comes down to it, and below the circle from there on.
    let start = (radius * radius - y * y).squareRoot()
    func integral(_ t: Double) -> Double {
      (t * max(0, radius * radius - t * t).squareRoot()
        + radius * radius * asin(min(1, t / radius))) / 2
    }
    return sign * (y * start + integral(x) - integral(start))
  }

  /// The weights of a shape by columns and rows from the middle, without rows and columns of zeros around them.
  private static func centered(
    radius: Int, _ weight: (_ x: Double, _ y: Double) -> Double
  ) -> BlurKernel {
    let side = 2 * radius + 1
    let values = (0..<side * side).map { index in
      Float(max(0, weight(Double(index % side - radius), Double(index / side - radius))))
    }
    let stored = StoredKernel(
      Tensor(shape: [side, side], values: values), origin: .init(column: radius, row: radius))
    do {
      return try BlurKernel(KernelGrid(stored).cut(around: stored.origin!, stored.subject))
    } catch {
      preconditionFailure("a shape is a kernel: \(error)")
    }
  }
}
