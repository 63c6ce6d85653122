import BurnishCore
import BurnishImages
import BurnishSolvers
import BurnishTensors

/// One step in the degradation of an image.
public enum DegradationStep: Sendable {
  case blur(BlurKernel, border: Blur.Border)
  /// The factor is 1 or more, not necessarily whole.
  case reduction(
    factor: Double, kernel: ResamplingKernel = .bicubic, dialect: ResamplingDialect = .matlab)
  /// Each block of `factor` times `factor` pixels keeps its upper left one.
  case sampling(factor: Int)
  /// The mask of known pixels, `[1, 1, h, w]`, 1 or 0, and the mask's file, named in failures.
  case holes(known: Tensor, subject: String)
  /// Rows and columns at the borders were cut off.
  case crop(ConvolutionGeometry.Padding)
  /// These colors stay, of red 0, green 1, and blue 2; the others become 0.
  case channels([Int])

  /// Applies the steps to an image, one after the other, without noise.
  ///
  /// - Parameter image: `[1, C, H, W]`, larger than every kernel and every cropped margin; in color if a step drops
  ///   colors.
  /// - Returns: `[1, C, h, w]`.
  /// - Throws: ``Failure`` of the kind `badData` or `usage` if the image or a step's parameters are others.
  public static func applied(
    _ steps: [DegradationStep], to image: Tensor
  ) throws(Failure) -> Tensor {
    var seen = image
    for step in steps { seen = try step.operation(of: seen.shape).apply(seen) }
    return seen
  }

  /// The step's operator.
  ///
  /// - Parameters:
  ///   - shape: the shape of input images.
  ///   - result: the shape of output images, if the input shape does not determine it.
  /// - Throws: ``Failure`` of the kind `badData` or `usage` if there is none.
  func operation(of shape: [Int], to result: [Int]? = nil) throws(Failure) -> any ImageOperator {
    try checkImageShape(shape)
    switch self {
    case .blur(let kernel, let border): return try Blur(kernel, border: border, of: shape)
    case .reduction(let factor, let kernel, let dialect):
      guard let result else {
        return try Reduction(of: shape, factor: factor, kernel: kernel, dialect: dialect)
      }
      return try Reduction(
        of: shape, toHeight: result[2], width: result[3], kernel: kernel, dialect: dialect)
    case .sampling(let factor): return try PointSampling(of: shape, factor: factor)
    case .holes(let known, _): return try Mask(known, channels: shape[1])
    case .crop(let margin): return try Cut(of: shape, by: margin)
    case .channels(let kept):
      guard shape[1] == 3 else {
        throw Failure(
          .badData, "image", found: "\(counted(shape[1], "channel"))",
          wanted: "3 colors, of which some were lost")
      }
      let planes = (0..<3).map { channel in
        Tensor(repeating: kept.contains(channel) ? 1 : 0, shape: [1, 1, shape[2], shape[3]])
      }
      return Mask(ofChannels: Tensor.joined(planes))
    }
  }

  /// Asks for the numbers that a step may have, whatever the image.
  ///
  /// - Throws: ``Failure`` of the kind `usage` for others.
  func check() throws(Failure) {
    switch self {
    case .reduction(let factor, _, _): try Reduction.check(factor: factor)
    case .sampling(let factor) where !(1...ImageLimits.pixels).contains(factor):
      throw Failure(
        .usage, "sampling", found: "a factor of \(factor)", wanted: "1 to \(ImageLimits.pixels)")
    case .channels(let kept) where kept.isEmpty || !kept.allSatisfy((0..<3).contains):
      throw Failure(.usage, "channels", found: "\(kept)", wanted: "some of 0, 1, and 2")
    default: break
    }
  }

  /// The input shape for an output shape.
  func inputShape(_ shape: [Int]) -> [Int] {
    let (height, width) = (shape[2], shape[3])
    let sides: (Int, Int) =
      switch self {
      case .blur(let kernel, .valid): (height + kernel.height - 1, width + kernel.width - 1)
      case .blur, .holes, .channels: (height, width)
      case .reduction(let factor, _, _):
        (Int((Double(height) * factor).rounded()), Int((Double(width) * factor).rounded()))
      case .sampling(let factor): (height * factor, width * factor)
      case .crop(let margin):
        (height + margin.top + margin.bottom, width + margin.left + margin.right)
      }
    return [1, shape[1], sides.0, sides.1]
  }

  /// Whether each output sample is an unchanged input sample.
  var isSelection: Bool {
    switch self {
    case .sampling, .holes, .crop, .channels, .reduction(_, .nearest, _): true
    case .blur, .reduction: false
    }
  }

  /// Moves samples from the pixels of the output to the pixels of the input, and interpolates or extends them.
  ///
  /// - Parameters:
  ///   - samples: `[1, C, h, w]`, from the image or an extra plane such as alpha.
  ///   - shape: the shape of the input image.
  /// - Throws: ``Failure``, like ``operation(of:to:)``.
  func placed(_ samples: Tensor, in shape: [Int]) throws(Failure) -> Tensor {
    switch self {
    case .blur(let kernel, .valid): return samples.padded(by: kernel.margin, mode: .replicate)
    case .crop(let margin): return samples.padded(by: margin, mode: .replicate)
    case .sampling, .reduction(_, .nearest, _):
      // Kept pixels return to their places; enlargement would move them to the middle of their blocks.
      return Self.spread(
        samples, by: try operation(of: [1, samples.shape[1]] + shape[2...], to: samples.shape))
    case .reduction(_, _, let dialect):
      return enlarged(samples, height: shape[2], width: shape[3], as: dialect)
    case .blur, .holes, .channels: return samples
    }
  }

  /// A rough estimate of the input image.
  ///
  /// - Parameters:
  ///   - image: the output image.
  ///   - operation: the operator of the step.
  /// - Throws: ``Failure``, like ``operation(of:to:)``.
  func undone(_ image: Tensor, _ operation: any ImageOperator) throws(Failure) -> Tensor {
    switch self {
    case .holes: return Self.spread(image, by: operation)
    case .channels(let kept): return Self.colored(image, from: kept)
    default: return try placed(image, in: operation.inputShape)
    }
  }

  /// Returns samples to the places that a selection took them from, and fills the other places from their surroundings.
  private static func spread(_ samples: Tensor, by selection: any ImageOperator) -> Tensor {
    filled(
      selection.applyAdjoint(samples),
      known: selection.applyAdjoint(Tensor(repeating: 1, shape: samples.shape)))
  }

  /// Estimates an image's lost colors from the kept ones.
  private static func colored(_ image: Tensor, from kept: [Int]) -> Tensor {
    let planes = image.split(counts: [1, 1, 1])
    // Each color from the two others: a least-squares fit over the 400 training and validation images of
    // BSDS500, constrained to keep gray gray.
    let shares: [[Float]] = [[0, 1.2, -0.2], [0.6, 0, 0.4], [-0.33, 1.33, 0]]
    let colors = (0..<3).map { color in
      if kept.contains(color) { return planes[color] }
      if kept.count == 1 { return planes[kept[0]] }
      return planes[kept[0]] * shares[color][kept[0]] + planes[kept[1]] * shares[color][kept[1]]
    }
    return Tensor.joined(colors)
  }
}
