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
  ///   lost colors is gray, or the original image would be too large. Also `usage` for factors below 1, a negative
  ///   margin, and a negative or infinite `sigma`.
  public static func composed(
    _ observed: Tensor, of steps: [DegradationStep], sigma: Float, subject: String = "image"
  ) throws(Failure) -> InverseProblem {
    try checkImageShape(observed.shape)
    var operations: [any ImageOperator] = []
    var (seen, start) = (observed, observed)
    var shapes: [[Int]] = []
    for (index, step) in steps.enumerated().reversed() {
      try step.check()
      let shape = step.inputShape(start.shape)
      try check(step, of: shape, subject)
      let operation = try step.operation(of: shape, to: start.shape)
      start = try step.undone(start, operation)
      // Holes and lost colors hold no data, even after later steps.
      switch step {
      case .holes where steps[(index + 1)...].allSatisfy(\.isSelection):
        let mask = operation.apply(Tensor(repeating: 1, shape: shape))
        let seenMask = operations.reversed().reduce(mask) { $1.apply($0) }
        seen = Mask(ofChannels: seenMask).apply(seen)
      case .channels: seen = try step.operation(of: seen.shape).apply(seen)
      default: break
      }
      operations.append(operation)
      shapes.append(shape)
    }
    let degradation: any ImageOperator
    switch operations.count {
    case 0: degradation = Mask(ofChannels: Tensor(repeating: 1, shape: start.shape))
    case 1: degradation = operations[0]
    default: degradation = try Composition(operations.reversed())
    }
    let interior: Cut?
    // Dropping colors does not move pixels.
    let first = steps.first { if case .channels = $0 { false } else { true } }
    if case .blur(let kernel, .valid) = first {
      interior = try Cut(of: start.shape, by: kernel.margin)
    } else {
      interior = nil
    }
    var problem = try InverseProblem(
      seen, degradedBy: degradation, sigma: sigma, from: start, interior: interior)
    let places = Array(zip(steps.reversed(), shapes))
    problem.placing = { alpha throws(Failure) in
      var whole = alpha
      for (step, shape) in places { whole = try step.placed(whole, in: shape) }
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
