import Foundation

/// A color of CIE 1976 L*a*b* under D65 and the 2-degree observer.
struct LabColor {
  /// From 0 (black) to 100 (white).
  var lightness: Double
  /// From green to red, and from blue to yellow. Both are 0 for gray.
  var a, b: Double

  init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  /// The color of sRGB's red, green and blue (IEC 61966-2-1), 0...1.
  init(red: Double, green: Double, blue: Double) {
    let linear = SIMD3(Self.linear(red), Self.linear(green), Self.linear(blue))
    let xyz = Self.primaries.toXYZ.times(linear) / Self.white
    let (x, y, z) = (Self.response(xyz.x), Self.response(xyz.y), Self.response(xyz.z))
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  /// The lightness of a gray of sRGB, 0...1.
  static func lightness(ofGray gray: Double) -> Double { 116 * response(linear(gray)) - 16 }

  /// The color in sRGB. Colors that sRGB cannot hold are outside 0...1.
  var rgb: (red: Double, green: Double, blue: Double) {
    let y = (lightness + 16) / 116
    let responses = SIMD3(
      Self.inverseResponse(y + a / 500), Self.inverseResponse(y), Self.inverseResponse(y - b / 200))
    let linear = Self.primaries.fromXYZ.times(responses * Self.white)
    return (Self.companded(linear.x), Self.companded(linear.y), Self.companded(linear.z))
  }

  private static let white = SIMD3(0.95047, 1, 1.08883)

  /// The matrix from ITU-R BT.709's red, green and blue under D65 to X, Y and Z, and its inverse.
  private static let primaries: (toXYZ: Matrix, fromXYZ: Matrix) = {
    let matrix = Matrix(
      SIMD3(0.412453, 0.357580, 0.180423), SIMD3(0.212671, 0.715160, 0.072169),
      SIMD3(0.019334, 0.119193, 0.950227))
    return (matrix, matrix.inverse)
  }()

  /// Inverts sRGB's transfer function. Negative samples stay on its linear part.
  private static func linear(_ sample: Double) -> Double {
    sample > 0.04045 ? pow((sample + 0.055) / 1.055, 2.4) : sample / 12.92
  }

  private static func companded(_ linear: Double) -> Double {
    linear > 0.0031308 ? 1.055 * pow(linear, 1 / 2.4) - 0.055 : 12.92 * linear
  }

  /// A cube root with a linear part near zero.
  private static func response(_ ratio: Double) -> Double {
    ratio > 0.008856 ? cbrt(ratio) : 7.787 * ratio + 16.0 / 116
  }

  private static func inverseResponse(_ response: Double) -> Double {
    response > 0.2068966 ? response * response * response : (response - 16.0 / 116) / 7.787
  }

  private struct Matrix {
    private let first, second, third: SIMD3<Double>

    init(_ first: SIMD3<Double>, _ second: SIMD3<Double>, _ third: SIMD3<Double>) {
      (self.first, self.second, self.third) = (first, second, third)
    }

    func times(_ vector: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3((first * vector).sum(), (second * vector).sum(), (third * vector).sum())
    }

    /// The columns of the inverse are cross products of rows over the determinant.
    var inverse: Matrix {
      func cross(_ u: SIMD3<Double>, _ v: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x)
      }
      let (x, y, z) = (cross(second, third), cross(third, first), cross(first, second))
      let determinant = (first * x).sum()
      return Matrix(
        SIMD3(x.x, y.x, z.x) / determinant, SIMD3(x.y, y.y, z.y) / determinant,
        SIMD3(x.z, y.z, z.z) / determinant)
    }
  }
}
