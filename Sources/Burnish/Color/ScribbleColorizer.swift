import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors

/// Colors gray photographs from scribbles, at full size or at a smaller one.
///
/// ```swift
/// let photo = try Image.read("photo.png")
/// let scribbles = try Image.read("scribbles.png")
/// let result = try await ScribbleColorizer().colorized(photo, scribbles: scribbles)
/// try result.image.write(to: "colors.png")
/// ```
public struct ScribbleColorizer: Sendable {
  /// How colors spread from scribbles.
  public var method = ScribbleColorization()
  /// The smaller size at which to spread colors; `nil` for the photograph's size.
  public var reduction: Reduction?
  /// The same as ``JointUpsampler/tileSize``.
  public var tileSize = Tiling.jointSize

  public init(reduction: Reduction? = nil) { self.reduction = reduction }

  /// Work at a smaller size.
  public struct Reduction: Sendable {
    /// How many times smaller each side is.
    public var factor: Int
    /// The model, made for `factor`, that enlarges the colors to the photograph's size.
    public var model: JointModel

    /// - Throws: ``Failure`` of the kind `usage` for a factor below 2.
    public init(factor: Int, model: JointModel) throws(Failure) {
      try Self.check(factor)
      (self.factor, self.model) = (factor, model)
    }

    @inline(never)
    fileprivate static func check(_ factor: Int) throws(Failure) {
      guard (2...ImageLimits.pixels).contains(factor) else {
        throw Failure(
          .usage, "reduction", found: "a factor of \(factor)",
          wanted: "2 to \(ImageLimits.pixels)")
      }
    }
  }

  public struct Result: Sendable {
    /// The photograph in color, with its luma, alpha and sample format.
    public var image: Image
    /// The number of columns at which colors were spread.
    public var width: Int
    /// The number of rows at which colors were spread.
    public var height: Int
    /// How the equations were solved.
    public var spreading: ScribbleColorization.Result
  }

  /// The photograph in the colors of the scribbles.
  ///
  /// - Parameters:
  ///   - photo: gray or color; only the luma counts. It may be light.
  ///   - image: the photograph with strokes on it, or strokes on a transparent layer, as in
  ///     `Scribbles`.
  ///   - subject: the scribbles' file, named in errors.
  ///   - progress: called after each part of the enlargement with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not light, the sizes differ or
  ///   there is no stroke.
  public func colorizedBlocking(
    _ photo: Image, scribbles image: Image, subject: String = "scribbles",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> Result {
    try photo.checkLight(subject: "photograph")
    let (seen, scale) = photo.seenByFilters()
    let scribbles = try Self.scribbles(in: image, over: photo, scale: scale, subject: subject)
    guard let reduction else {
      let spreading = try method.spread(scribbles, over: seen.grayscale().samples)
      return Result(
        image: photo.colored(by: spreading.chromaticity, of: image), width: photo.width,
        height: photo.height, spreading: spreading)
    }
    // Extend the sides to multiples of the factor; the last step crops the extension.
    let factor = reduction.factor
    try Reduction.check(factor)
    let whole = seen.extended(toMultipleOf: factor)
    let (height, width) = (whole.height / factor, whole.width / factor)
    let spreading = try method.spread(
      scribbles.reduced(by: factor),
      over: whole.grayscale().samples.resized(
        height: height, width: width, kernel: .box, dialect: .pillow, antialias: true))
    var upsampler = JointUpsampler(reduction.model)
    upsampler.tileSize = tileSize
    let chromaticity = try upsampler.upsampledBlocking(
      spreading.chromaticity, guide: whole, progress: progress)
    return Result(
      image: photo.colored(
        by: chromaticity.cropped(rows: 0..<photo.height, columns: 0..<photo.width), of: image),
      width: width, height: height, spreading: spreading)
  }

  /// Strokes on light have the light's units. In strokes on a separate layer, 1 is white.
  private static func scribbles(
    in image: Image, over photo: Image, scale: Float, subject: String
  ) throws(Failure) -> Scribbles {
    guard scale > 1 else {
      try image.checkRange(subject: subject)
      return try Scribbles(in: image, over: photo, subject: subject)
    }
    try image.checkLight(subject: subject)
    let isLight = image.withHiddenColorsFilled().lightScale > 1
    guard isLight || Scribbles.isLayer(image, over: photo) else {
      throw Failure(
        .badData, subject,
        found: "strokes on an image in 0...1, for light up to \(photo.samples.maximum())",
        wanted: "strokes on a transparent layer, or on the light itself")
    }
    return try Scribbles(
      in: isLight ? image.scaled(from: scale) : image, over: photo.scaled(from: scale),
      subject: subject)
  }
}

extension Image {
  /// The image with its last column and row repeated until both sides are multiples of `factor`.
  fileprivate func extended(toMultipleOf factor: Int) -> Image {
    let margin = ConvolutionGeometry.Padding(toMultiplesOf: factor, of: samples.shape)
    guard margin != .init(0) else { return self }
    return Image(
      samples: samples.padded(by: margin, mode: .replicate),
      alpha: alpha.map { $0.padded(by: margin, mode: .replicate) }, sampleFormat: sampleFormat)
  }
}
