import BurnishImages
import BurnishTensors

/// What a network for colorization is given of a gray image, and what it gives for each pixel.
public enum ColorOutput: String, NamedChoice, Sendable {
  /// From luma to Cb and Cr around 0, as `rgbToChromaticity` has them.
  case ycbcr
  /// From the lightness of L*a*b*, 0...1, to scores of the bins of a and b, `ColorBins.gamut`, whose
  /// softmax is a distribution.
  case lab

  /// How many channels the network has for it.
  public var channels: Int {
    switch self {
    case .ycbcr: 2
    case .lab: ColorBins.gamut.count
    }
  }

  /// What the network is given.
  ///
  /// - Parameter luma: `[N, 1, H, W]`, 0...1.
  /// - Returns: of the same shape, 0...1.
  public func input(ofLuma luma: Tensor) -> Tensor {
    switch self {
    case .ycbcr: luma
    case .lab: grayToLightness(luma) * 0.01
    }
  }

  /// The pixels that colors are asked for, from which the others have theirs by interpolation: a score for
  /// each of hundreds of bins costs more than all of the network before, and colors are smooth.
  public var lattice: PixelLattice {
    switch self {
    case .ycbcr: .everyPixel
    case .lab: PixelLattice(stride: 4, row: 2, column: 2)
    }
  }

  /// An input mirrored at its borders to whole steps of the ``lattice``, so that every pixel is between
  /// samples or beside one.
  ///
  /// - Parameter input: `[N, 1, H, W]`.
  public func inWholeSteps(_ input: Tensor) -> Tensor {
    input.padded(by: .init(toMultiplesOf: lattice.stride, of: input.shape), mode: .reflect)
  }

  /// Colors from what the network gives: Cb and Cr as they are, a and b as the annealed means of their
  /// distributions.
  ///
  /// - Parameters:
  ///   - prediction: `[1, C, h, w]` of ``channels``, at the ``lattice`` of the image in whole steps.
  ///   - height: of the image.
  ///   - width: of the image.
  /// - Returns: `[1, 2, height, width]`, enlarged bilinearly. A sample stands for its whole block then, though
  ///   the network has it half a pixel below and right of the block's center.
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

  /// The image of a luma and of colors; the luma is kept, colors that are impossible at it become
  /// paler.
  ///
  /// - Parameters:
  ///   - luma: `[1, 1, H, W]`, 0...1.
  ///   - colors: `[1, 2, H, W]`, of ``colors(of:height:width:)``.
  /// - Returns: `[1, 3, H, W]`, 0...1.
  func image(luma: Tensor, colors: Tensor) -> Tensor {
    switch self {
    case .ycbcr: rgb(luma: luma, chromaticity: colors)
    case .lab: rgb(luma: luma, ab: colors)
    }
  }

  /// The image of a luma and of what the network gives for it.
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
