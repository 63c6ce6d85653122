import BurnishCore
import BurnishImages
import BurnishSolvers
import BurnishTensors

extension InverseProblem {
  /// Makes the problem of an image with several degradations.
  ///
  /// The start roughly undoes each step. It fills holes smoothly, enlarges reduced images, extends margins, and
  /// estimates lost colors from the others.
  /// - Parameters:
  ///   - observed: `[1, C, h, w]`. Its values in holes and lost colors do not matter, unless a blur or an average came
  ///     after the holes.
  ///   - steps: the steps in order; empty if there is only noise. At most one step drops colors.
  ///   - sigma: the standard deviation of the noise, which came last.
  ///   - subject: the name of the image's file in a failure.
  /// - Throws: ``Failure`` of the kind `badData` if a mask does not have the image's size at its step, an image that
  ///   lost colors is gray, or the original image would be too large.
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
      // Holes and lost colors hold no data, even after later steps.
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
    // Dropping colors does not move pixels.
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

  /// Rejects a step that is impossible for an image of a shape.
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
