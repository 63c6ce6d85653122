import BurnishCore
import BurnishSolvers
import BurnishTensors

/// A degradation of images of one size: a linear map from `[1, C, H, W]` to `[1, c, h, w]`.
///
/// A restoration looks for the image that the map takes to the observed one. It approaches that image by
/// the adjoint: `⟨A x, y⟩ = ⟨x, A' y⟩`. Samples may have any scale.
public protocol ImageOperator: AdjointOperator {
  /// The shape of input images, `[1, C, H, W]`.
  var inputShape: [Int] { get }
  /// The shape of output images, `[1, c, h, w]`.
  var outputShape: [Int] { get }

  /// Approximately the largest eigenvalue of `A'A`: 1, or less if each output sample averages many input samples and
  /// each input sample counts only once.
  var squaredNorm: Double { get }

  /// An approximate inverse of `A'A + shift + g D'D` as a preconditioner, or `nil` if none is known. D takes the
  /// differences of neighbors.
  ///
  /// - Parameters:
  ///   - shift: positive.
  ///   - gradientWeight: g, 0 or more.
  func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)?
}

extension ImageOperator {
  public var squaredNorm: Double { 1 }

  public func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)? { nil }

  /// Requires an image of ``inputShape``.
  func checkInput(_ x: Tensor) {
    require(
      x.shape == inputShape, "an image of shape \(x.shape) was expected to be \(inputShape)")
  }

  /// Requires an image of ``outputShape``.
  func checkOutput(_ y: Tensor) {
    require(
      y.shape == outputShape, "an image of shape \(y.shape) was expected to be \(outputShape)")
  }
}

/// Asks for the shape of one image that is not empty.
///
/// - Throws: ``Failure`` of the kind `badData` for any other shape.
@inline(never)
func checkImageShape(_ shape: [Int]) throws(Failure) {
  guard shape.count == 4, shape[0] == 1, shape.allSatisfy({ $0 > 0 }) else {
    throw Failure(
      .badData, "image", found: "the shape \(shape)", wanted: "[1, C, H, W] without a 0")
  }
}
