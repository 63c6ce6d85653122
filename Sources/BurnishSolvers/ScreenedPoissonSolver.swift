import BurnishCore
import BurnishTensors
import Foundation

/// The exact inverse of `shift + D'D` on images. D takes differences to the right and lower neighbors,
/// but none across the borders.
///
/// The cosine transform diagonalizes the matrix; its eigenvalues are `shift + λ(k, H) + λ(l, W)` with
/// `λ(k, N) = 2 − 2 cos(π k / N)`.
public struct ScreenedPoissonSolver: AdjointOperator {
  private let transform: CosineTransform
  /// `shift + λ(k, H)`, padded by sixteen rows.
  private let rows: [Float]
  /// `λ(l, W)`.
  private let columns: [Float]

  /// - Parameters:
  ///   - shift: positive.
  ///   - transform: a transform of the images' size. Making one costs more than solving a small image.
  public init(shift: Double, transform: CosineTransform) {
    require(shift > 0 && shift.isFinite, "a shift of \(shift) leaves no inverse")
    self.transform = transform
    rows =
      Self.eigenvalues(transform.height).map { Float(shift + $0) }
      + [Float](repeating: 1, count: 16)
    columns = Self.eigenvalues(transform.width).map { Float($0) }
  }

  public init(shift: Double, height: Int, width: Int) {
    self.init(shift: shift, transform: CosineTransform(height: height, width: width))
  }

  /// The solution x of `(shift + D'D) x = b`.
  ///
  /// - Parameter b: `[N, C, H, W]`; each plane is a separate system.
  /// - Returns: the solution, in the shape of `b`.
  public func apply(_ b: Tensor) -> Tensor {
    transform.filtered(b) { memory, row in
      let (first, second) = (lanes(row), lanes(row + 8))
      for (index, value) in columns.enumerated() {
        memory[index].real /= first + value
        memory[index].imaginary /= second + value
      }
    }
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }

  /// The values of eight rows.
  private func lanes(_ row: Int) -> SIMD8<Float> {
    rows.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: row * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
    }
  }

  private static func eigenvalues(_ length: Int) -> [Double] {
    (0..<length).map {
      // 2 − 2 cos without cancellation.
      let sine = sin(.pi * Double($0) / Double(2 * length))
      return 4 * sine * sine
    }
  }
}
