import BurnishSolvers
import BurnishTensors

/// What happened to images of one size as a linear map from `[1, C, H, W]` to `[1, c, h, w]`.
///
/// A restoration looks for the image that such a map takes to what was seen, and goes toward it by the
/// adjoint: `⟨A x, y⟩ = ⟨x, A' y⟩`. Samples may have any scale.
public protocol ImageOperator: AdjointOperator {
  /// The shape of the images before, `[1, C, H, W]`.
  var inputShape: [Int] { get }
  /// The shape of what becomes of them, `[1, c, h, w]`.
  var outputShape: [Int] { get }

  /// About the largest eigenvalue of `A'A`: 1 unless samples are averages of many, none of which counts for more than one.
  var squaredNorm: Double { get }

  /// An approximation of the inverse of `A'A + shift + g D'D`, D the differences of neighbors, which makes solving
  /// for it cheaper; `nil` where none is known.
  ///
  /// - Parameters:
  ///   - shift: positive.
  ///   - gradientWeight: g, 0 or more.
  func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)?
}

extension ImageOperator {
  public var squaredNorm: Double { 1 }

  public func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)? { nil }

  /// Asks for an image of ``inputShape``.
  func checkInput(_ x: Tensor) {
    precondition(
      x.shape == inputShape, "an image of shape \(x.shape) was expected to be \(inputShape)")
  }

  /// Asks for an image of ``outputShape``.
  func checkOutput(_ y: Tensor) {
    precondition(
      y.shape == outputShape, "an image of shape \(y.shape) was expected to be \(outputShape)")
  }
}

/// Asks for the shape of one image.
func checkImageShape(_ shape: [Int]) {
  precondition(
    shape.count == 4 && shape[0] == 1 && shape.allSatisfy { $0 > 0 },
    "the shape \(shape) is not [1, C, H, W]")
}
