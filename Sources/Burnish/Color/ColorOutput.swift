import BurnishImages
import BurnishTensors

/// The input and the output for each pixel of a colorization network.
public enum ColorOutput: String, NamedChoice, Sendable {
  /// From luma to Cb and Cr around 0, as `rgbToChromaticity` returns them.
  case ycbcr
  /// From the lightness of L*a*b*, 0...1, to scores of the bins of a and b, `ColorBins.gamut`. The
  /// scores' softmax is a distribution.
  case lab

  /// The number of output channels of the network.
  public var channels: Int {
    switch self {
    case .ycbcr: 2
    case .lab: ColorBins.gamut.count
    }
  }

  /// The network's input.
  ///
  /// - Parameter luma: `[N, 1, H, W]`, 0...1.
  /// - Returns: of the same shape, 0...1.
  public func input(ofLuma luma: Tensor) -> Tensor {
    switch self {
    case .ycbcr: luma
    case .lab: grayToLightness(luma) * 0.01
    }
  }

  /// The pixels at which the network predicts colors. The others get theirs by interpolation, since
  /// colors are smooth. Scores for hundreds of bins at every pixel would cost more than the rest of
  /// the network.
  public var lattice: PixelLattice {
    switch self {
    case .ycbcr: .everyPixel
    case .lab: PixelLattice(stride: 4, row: 2, column: 2)
    }
  }

  /// An input mirrored at its borders to whole steps of the ``lattice``. Every pixel then lies
  /// between samples or next to one.
  ///
  /// - Parameter input: `[N, 1, H, W]`.
  public func inWholeSteps(_ input: Tensor) -> Tensor {
    input.padded(by: .init(toMultiplesOf: lattice.stride, of: input.shape), mode: .reflect)
  }

  /// Colors from the network's output: Cb and Cr unchanged, a and b as the annealed means of their
  /// distributions.
  ///
  /// - Parameters:
  ///   - prediction: `[1, C, h, w]` of ``channels``, at the ``lattice`` of the image in whole steps.
  ///   - height: the image's height.
  ///   - width: the image's width.
  /// - Returns: `[1, 2, height, width]`, enlarged bilinearly. Each sample then represents its whole
  ///   block, although the network places it half a pixel below and right of the block's center.
  func colors(of prediction: Tensor, height: Int, width: Int) -> Tensor {
    switch self {
    case .ycbcr: return prediction
    case .lab:
      let colors = ColorBins.gamut.annealedMean(of: prediction)
      let enlarged = colors.resizedBilinearly(
        height: colors.shape[2] * lattice.stride, width: colors.shape[3] * lattice.stride)
      return enlarged.cropped(rows: 0..<height, columns: 0..<width)
    }
  }

  /// The image with this luma and these colors. It keeps the luma; colors that are impossible at it
  /// become paler.
  ///
  /// - Parameters:
  ///   - luma: `[1, 1, H, W]`, 0...1.
  ///   - colors: `[1, 2, H, W]`, from ``colors(of:height:width:)``.
  /// - Returns: `[1, 3, H, W]`, 0...1.
  func image(luma: Tensor, colors: Tensor) -> Tensor {
    switch self {
    case .ycbcr: rgb(luma: luma, chromaticity: colors)
    case .lab: rgb(luma: luma, ab: colors)
    }
  }

  /// The image with this luma and the network's output for it.
  ///
  /// - Parameters:
  ///   - prediction: `[1, C, h, w]` of ``channels``, at the ``lattice`` of the image in whole steps.
  ///   - luma: `[1, 1, H, W]`, 0...1.
  /// - Returns: `[1, 3, H, W]`, 0...1.
  public func image(of prediction: Tensor, luma: Tensor) -> Tensor {
    image(
      luma: luma,
      colors: colors(of: prediction, height: luma.shape[2], width: luma.shape[3]))
  }
}
