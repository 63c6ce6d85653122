import BurnishCore

/// The movement of a convolution's kernel over an image: stride, zero padding, and dilation.
public struct ConvolutionGeometry: Sendable, Hashable {
  /// The rows and columns of zeros around the image.
  public struct Padding: Sendable, Hashable {
    public var top, left, bottom, right: Int

    public init(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) {
      require(
        min(top, left, bottom, right) >= 0,
        "padding must not be negative: \((top, left, bottom, right))")
      (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    public init(_ all: Int) { self.init(top: all, left: all, bottom: all, right: all) }

    /// Padding at the bottom and the right that makes both sides of images multiples of a block.
    ///
    /// - Parameters:
    ///   - block: the side of a block, positive.
    ///   - shape: `[N, C, H, W]`.
    public init(toMultiplesOf block: Int, of shape: [Int]) {
      self.init(
        bottom: (block - shape[2] % block) % block, right: (block - shape[3] % block) % block)
    }
  }

  public var stride: Int
  public var padding: Padding
  /// The distance between neighboring taps; 1 for a dense kernel.
  public var dilation: Int

  public init(stride: Int = 1, padding: Padding, dilation: Int = 1) {
    require(
      stride > 0 && dilation > 0, "stride \(stride) and dilation \(dilation) must be positive")
    (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
  }

  public init(stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    self.init(stride: stride, padding: Padding(padding), dilation: dilation)
  }

  /// Padding that keeps the input's size, for a kernel of odd size.
  public static func same(kernelSize: Int, dilation: Int = 1) -> ConvolutionGeometry {
    require(kernelSize % 2 == 1, "a kernel of even size \(kernelSize) has no center")
    return ConvolutionGeometry(padding: kernelSize / 2 * dilation, dilation: dilation)
  }

  /// No padding: the kernel always lies inside the image.
  public static let valid = ConvolutionGeometry()

  /// The output's height and width for the given input and kernel sizes.
  public func outputSize(
    height: Int, width: Int, kernelHeight: Int, kernelWidth: Int
  ) -> (height: Int, width: Int) {
    let rows = height + padding.top + padding.bottom - dilation * (kernelHeight - 1) - 1
    let columns = width + padding.left + padding.right - dilation * (kernelWidth - 1) - 1
    require(
      rows >= 0 && columns >= 0,
      "a \(kernelHeight)x\(kernelWidth) kernel does not fit into an image of \(width)x\(height)")
    return (rows / stride + 1, columns / stride + 1)
  }
}

/// The function after a convolution, computed in the same pass.
public enum Activation: Sendable, Hashable {
  case none, relu, sigmoid
}
