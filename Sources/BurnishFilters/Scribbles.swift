import BurnishCore
import BurnishImages
import BurnishTensors

/// Strokes of color on a gray image.
public struct Scribbles: Sendable {
  /// 1 where there is a stroke and 0 elsewhere, `[1, 1, H, W]`; at least one pixel is 1.
  public let mask: Tensor
  /// The strokes' chromaticity Cb and Cr around 0, `[1, 2, H, W]`; 0 elsewhere.
  public let chromaticity: Tensor

  /// The minimum difference from the photograph's color, in 0...1, that counts as a stroke; it exceeds
  /// rounding.
  public static let tolerance: Float = 0.01

  /// - Parameters:
  ///   - mask: `[1, 1, H, W]`, with at least one value that is not 0.
  ///   - chromaticity: `[1, 2, H, W]`; ignored where `mask` is 0.
  /// - Throws: ``Failure`` of the kind `badData` for other shapes, or if there is no stroke.
  public init(mask: Tensor, chromaticity: Tensor) throws(Failure) {
    try Self.check(mask, chromaticity)
    self.init(strokes: mask, chromaticity: chromaticity)
  }

  @inline(never)
  private static func check(_ mask: Tensor, _ chromaticity: Tensor) throws(Failure) {
    let shape = mask.shape
    guard shape.count == 4, shape[0] == 1, shape[1] == 1,
      chromaticity.shape == [1, 2, shape[2], shape[3]]
    else {
      throw Failure(
        .badData, "scribbles",
        found: "a mask of the shape \(shape) with chromaticity of \(chromaticity.shape)",
        wanted: "[1, 1, H, W] and [1, 2, H, W]")
    }
    guard mask.values.contains(where: { $0 != 0 }) else {
      throw Failure(.badData, "scribbles", found: "no stroke", wanted: "a mask that is not all 0")
    }
  }

  /// - Parameters: as in ``init(mask:chromaticity:)``.
  private init(strokes mask: Tensor, chromaticity: Tensor) {
    let area = mask.shape[2] * mask.shape[3]
    let places = mask.values.map { $0 != 0 }
    var planes = chromaticity
    planes.withUnsafeMutableSamples { planes in
      for index in planes.indices where !places[index % area] { planes[index] = 0 }
    }
    self.mask = Tensor(shape: mask.shape, values: places.map { $0 ? 1 : 0 })
    self.chromaticity = planes
  }

  /// Finds the strokes of an image that was drawn over a photograph.
  ///
  /// If the image has transparent pixels, it is a layer of strokes alone. Then each pixel that is more
  /// opaque than transparent is part of a stroke. If it has none, or just the photograph's own alpha, it
  /// is the photograph with strokes on it. Then each pixel whose color differs from the photograph's by
  /// more than ``tolerance`` is part of a stroke. Under a gray stroke, the result stays gray.
  ///
  /// Soft edges do not count: in a mixture of the photograph and a nearby stroke, the stroke's share must be 85 %.
  /// After lossy storage such as JPEG, most of the image differs a little from the photograph. Then strokes must differ
  /// twelve times as much, and by 85 % of the maximum difference nearby.
  /// - Parameters:
  ///   - image: the strokes, in 0...1.
  ///   - photo: the photograph, in 0...1.
  ///   - subject: the name of the image's file in a failure.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes differ or there is no stroke.
  public init(
    in image: Image, over photo: Image, subject: String = "scribbles"
  ) throws(Failure) {
    guard image.width == photo.width, image.height == photo.height else {
      throw Failure(
        .badData, subject,
        found: "\(image.width)x\(image.height) pixels over a photograph of "
          + "\(photo.width)x\(photo.height)",
        wanted: "an image of the photograph's size")
    }
    let colors = image.inRGB().samples
    let isLayer = Self.isLayer(image, over: photo)
    let mask: [Float]
    if isLayer, let alpha = image.alpha {
      mask = alpha.values.map { $0 > 0.5 ? 1 : 0 }
    } else {
      mask = StrokeMask(of: colors, over: photo.inRGB().samples)
        .values(tolerance: Self.tolerance)
    }
    guard mask.contains(1) else {
      throw Failure(
        .badData, subject,
        found: isLayer
          ? "no pixel that is more opaque than transparent"
          : "no pixel whose color differs from the photograph's",
        wanted: "strokes of color on the photograph, or on a transparent layer")
    }
    self.init(
      strokes: Tensor(shape: [1, 1, image.height, image.width], values: mask),
      chromaticity: rgbToChromaticity(colors))
  }

  /// Whether an image is a transparent layer of strokes, by its alpha.
  package static func isLayer(_ image: Image, over photo: Image) -> Bool {
    guard let alpha = image.alpha?.values, alpha.contains(where: { $0 < 1 }) else { return false }
    guard let own = photo.alpha?.values else { return true }
    return zip(alpha, own).contains { Swift.abs($0 - $1) > tolerance }
  }

  /// The strokes at a size that is smaller by a whole factor. A reduced pixel has a stroke if any pixel
  /// of its block has one, and takes the mean of their colors.
  ///
  /// - Parameter factor: divides both sides, rounded up. Incomplete blocks at the right and lower edges
  ///   are padded without strokes.
  /// - Throws: ``Failure`` of the kind `usage` if the factor is not positive.
  public func reduced(by factor: Int) throws(Failure) -> Scribbles {
    guard (1...ImageLimits.pixels).contains(factor) else {
      throw Failure(
        .usage, "scribbles", found: "a reduction by \(factor)", wanted: "a factor of 1 or more")
    }
    let height = (mask.shape[2] + factor - 1) / factor
    let width = (mask.shape[3] + factor - 1) / factor
    let margin = ConvolutionGeometry.Padding(toMultiplesOf: factor, of: mask.shape)
    func mean(_ planes: Tensor) -> Tensor {
      planes.padded(by: margin, mode: .zero).resized(
        height: height, width: width, kernel: .box, dialect: .pillow, antialias: true)
    }
    let shares = mean(mask)
    let sums = mean(chromaticity)
    let divisors = Tensor(shape: shares.shape, values: shares.values.map { $0 > 0 ? $0 : 1 })
    return Scribbles(
      strokes: shares, chromaticity: sums / Tensor.joined([divisors, divisors]))
  }
}
