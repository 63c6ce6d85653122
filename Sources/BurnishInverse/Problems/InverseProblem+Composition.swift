import BurnishCore
import BurnishImages
import BurnishSolvers
import BurnishTensors

extension InverseProblem {
  /// An image to which several things happened.
  ///
  /// It begins as what undoes each of them roughly: holes are filled smoothly, reduced images enlarged, margins
  /// continued, and colors that were lost are such as usually go with the others.
  /// - Parameters:
  ///   - observed: `[1, C, h, w]`; what it holds in holes and of lost colors makes no difference as long as no blur
  ///     and no average came after the holes.
  ///   - steps: in the order in which they happened; none where there is noise alone. Colors are lost once at most.
  ///   - sigma: of the noise that came last.
  ///   - subject: what a failure names: the image's file.
  /// - Throws: ``Failure`` of the kind `badData` where a mask is not of the image's size then, an image that lost
  ///   colors is gray, or the image before would be too large.
  public static func composed(
    _ observed: Tensor, of steps: [DegradationStep], sigma: Float, subject: String = "image"
  ) throws(Failure) -> InverseProblem {
    var operations: [any ImageOperator] = []
    var (seen, start) = (observed, observed)
    var shapes: [[Int]] = []
    for (index, step) in steps.enumerated().reversed() {
      let shape = step.inputShape(start.shape)
      try check(step, of: shape, subject)
      let operation = step.operation(of: shape, to: start.shape)
      start = step.undone(start, operation)
      // Nothing is seen in a hole, and of a color that was lost, whatever happened to it later.
      switch step {
      case .holes where steps[(index + 1)...].allSatisfy(\.isSelection):
        let mask = operation.apply(Tensor(repeating: 1, shape: shape))
        let seenMask = operations.reversed().reduce(mask) { $1.apply($0) }
        seen = Mask(seenMask, channels: shape[1]).apply(seen)
      case .channels: seen = step.operation(of: seen.shape).apply(seen)
      default: break
      }
      operations.append(operation)
      shapes.append(shape)
    }
    let degradation: any ImageOperator =
      switch operations.count {
      case 0:
        Mask(Tensor(repeating: 1, shape: [1, 1] + start.shape[2...]), channels: start.shape[1])
      case 1: operations[0]
      default: Composition(operations.reversed())
      }
    let interior: Cut?
    // Losing colors moves no pixel.
    let first = steps.first { if case .channels = $0 { false } else { true } }
    if case .blur(let kernel, .valid) = first {
      interior = Cut(of: start.shape, by: kernel.margin)
    } else {
      interior = nil
    }
    var problem = InverseProblem(
      seen, degradedBy: degradation, sigma: sigma, from: start, interior: interior)
    let places = Array(zip(steps.reversed(), shapes))
    problem.placing = { alpha in
      let whole = places.reduce(alpha) { alpha, place in
        let (step, shape) = place
        return step.placed(alpha, in: shape)
      }
      return (interior.map { whole.cropped(rows: $0.rows, columns: $0.columns) } ?? whole).clipped(
        to: 0...1)
    }
    return problem
  }

  /// Refuses a step that cannot have happened to an image of a shape.
  private static func check(
    _ step: DegradationStep, of shape: [Int], _ subject: String
  ) throws(Failure) {
    guard shape[2] <= ImageLimits.pixels / shape[3] else {
      throw Failure(
        .badData, subject, found: "an image that would come from \(shape[3])x\(shape[2]) pixels",
        wanted: "\(ImageLimits.pixels) pixels in all at most")
    }
    if case .holes(let known, let mask) = step, known.shape[2...] != shape[2...] {
      throw Failure(
        .badData, mask, found: "\(known.shape[3])x\(known.shape[2]) pixels",
        wanted: "\(shape[3])x\(shape[2]), the image's size there")
    }
    if case .channels = step, shape[1] != 3 {
      throw Failure(
        .badData, subject, found: "an image in gray, or whose colors are all equal",
        wanted: "one in colors, of which some were lost")
    }
  }
}
