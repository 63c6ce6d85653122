import BurnishImages
import BurnishTensors

/// One of the things that happened to a picture.
public enum DegradationStep: Sendable {
  case blur(BlurKernel, border: Blur.Border)
  /// As MATLAB's `imresize` reduces, bicubic; the factor is 1 or more, whole or not.
  case reduction(factor: Double)
  /// Of each block of `factor` times `factor` pixels the first stays, the upper left one.
  case sampling(factor: Int)
  /// Where pixels are known, `[1, 1, h, w]`, 1 or 0, and the mask's file for failures' sake.
  case holes(known: Tensor, subject: String)

  /// What becomes of a picture to which steps happen one after the other, without noise.
  ///
  /// - Parameter picture: `[1, C, H, W]`, larger than every kernel.
  /// - Returns: `[1, C, h, w]`.
  public static func applied(_ steps: [DegradationStep], to picture: Tensor) -> Tensor {
    steps.reduce(picture) { seen, step in
      switch step {
      case .blur(let kernel, let border): Blur(kernel, border: border, of: seen.shape).apply(seen)
      case .reduction(let factor): Reduction(of: seen.shape, factor: factor).apply(seen)
      case .sampling(let factor): PointSampling(of: seen.shape, factor: factor).apply(seen)
      case .holes(let known, _): Mask(known, channels: seen.shape[1]).apply(seen)
      }
    }
  }

  /// The shape before of what has a shape after.
  fileprivate func inputShape(_ shape: [Int]) -> [Int] {
    let (height, width) = (shape[2], shape[3])
    let sides: (Int, Int) =
      switch self {
      case .blur(let kernel, .valid): (height + kernel.height - 1, width + kernel.width - 1)
      case .blur, .holes: (height, width)
      case .reduction(let factor):
        (Int((Double(height) * factor).rounded()), Int((Double(width) * factor).rounded()))
      case .sampling(let factor): (height * factor, width * factor)
      }
    return [1, shape[1], sides.0, sides.1]
  }
}

extension RestorationProblem {
  /// A picture to which several things happened.
  ///
  /// It begins as what undoes each of them roughly: holes are filled smoothly, reduced pictures enlarged, margins
  /// continued.
  /// - Parameters:
  ///   - observed: `[1, C, h, w]`.
  ///   - steps: in the order in which they happened; none where there is noise alone.
  ///   - sigma: of the noise that came last.
  ///   - subject: what a failure names: the picture's file.
  /// - Throws: ``Failure`` of the kind `badData` where a mask is not of the picture's size then, or the picture
  ///   before would be too large.
  public static func composed(
    _ observed: Tensor, of steps: [DegradationStep], sigma: Float, subject: String = "picture"
  ) throws(Failure) -> RestorationProblem {
    var operators: [any PictureOperator] = []
    var (seen, start) = (observed, observed)
    for step in steps.reversed() {
      let shape = step.inputShape(start.shape)
      guard shape[2] <= ImageLimits.pixels / shape[3] else {
        throw Failure(
          .badData, subject, found: "a picture that would come from \(shape[3])x\(shape[2]) pixels",
          wanted: "\(ImageLimits.pixels) pixels in all at most")
      }
      switch step {
      case .blur(let kernel, let border):
        operators.append(Blur(kernel, border: border, of: shape))
        if border == .valid { start = pad(start, by: kernel.margin, mode: .replicate) }
      case .reduction:
        let reduction = Reduction(of: shape, toHeight: start.shape[2], width: start.shape[3])
        operators.append(reduction)
        start = reduction.enlarged(start)
      case .sampling(let factor):
        let sampling = PointSampling(of: shape, factor: factor)
        operators.append(sampling)
        // Pixels that were kept stay where they were; bicubic enlargement would put them in the middle of their blocks.
        let kept = sampling.applyAdjoint(Tensor(repeating: 1, shape: start.shape))
        start = filled(sampling.applyAdjoint(start), known: kept)
      case .holes(let known, let subject):
        guard known.shape[2] == shape[2], known.shape[3] == shape[3] else {
          throw Failure(
            .badData, subject, found: "\(known.shape[3])x\(known.shape[2]) pixels",
            wanted: "\(shape[3])x\(shape[2]), the picture's size there")
        }
        let mask = Mask(known, channels: shape[1])
        // What is seen in a hole is nothing, as long as holes came last.
        if operators.isEmpty { seen = mask.apply(seen) }
        operators.append(mask)
        start = filled(mask.apply(start), known: mask.weights)
      }
    }
    let degradation: any PictureOperator =
      switch operators.count {
      case 0:
        Mask(Tensor(repeating: 1, shape: [1, 1] + start.shape[2...]), channels: start.shape[1])
      case 1: operators[0]
      default: Composition(operators.reversed())
      }
    var interior: Cut?
    if case .blur(let kernel, .valid) = steps.first {
      let (margin, shape) = (kernel.margin, start.shape)
      interior = Cut(
        of: shape, rows: margin.top..<shape[2] - margin.bottom,
        columns: margin.left..<shape[3] - margin.right)
    }
    return RestorationProblem(
      seen, degradedBy: degradation, sigma: sigma, from: start, interior: interior)
  }
}
