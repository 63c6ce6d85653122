import BurnishNetworks
import BurnishTensors
import Testing

/// Compares a tape's gradients with central differences.
///
/// The scalar is a fixed random combination of the output's samples, summed in `Double`, so that
/// errors of single samples cannot cancel.
struct GradientCheck {
  /// The largest difference, relative to the largest sample of the same operand's gradient.
  private(set) var worst = 0.0
  /// The place of the largest difference.
  private(set) var place = "nowhere"

  init(
    of operands: [Tensor], mode: Mode = .training, step: Float = 1e-2,
    _ operation: ([Variable]) -> Variable
  ) {
    let tape = Tape(mode: mode)
    let variables = operands.map { tape.variable($0) }
    let output = operation(variables)
    var random = RandomNumbers(seed: 77)
    let projection = random.uniform(shape: output.shape, in: -1..<1)
    tape.backward(from: output, gradient: projection)

    func scalar(_ operands: [Tensor]) -> Double {
      let tape = Tape(mode: mode)
      let values = operation(operands.map { tape.constant($0) }).value.values
      return zip(values, projection.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    for (position, variable) in variables.enumerated() {
      guard let gradient = tape.gradient(of: variable) else {
        (worst, place) = (.infinity, "operand \(position) has no gradient")
        return
      }
      guard gradient.shape == variable.shape else {
        (worst, place) = (.infinity, "operand \(position) has a gradient of \(gradient.shape)")
        return
      }
      let analytic = gradient.values
      var numeric = [Double](repeating: 0, count: analytic.count)
      for index in analytic.indices {
        var samples = operands[position].values
        let old = samples[index]
        var moved = operands
        samples[index] = old + step
        let above = Double(samples[index])
        moved[position] = Tensor(shape: variable.shape, values: samples)
        let ahead = scalar(moved)
        samples[index] = old - step
        let below = Double(samples[index])
        moved[position] = Tensor(shape: variable.shape, values: samples)
        numeric[index] = (ahead - scalar(moved)) / (above - below)
      }
      let scale = max(numeric.map { Swift.abs($0) }.max() ?? 0, 1e-3)
      for index in analytic.indices {
        let error = Swift.abs(Double(analytic[index]) - numeric[index]) / scale
        // Written so that a NaN counts as the worst.
        if !(error <= worst) {
          worst = error.isNaN ? .infinity : error
          place =
            "operand \(position), sample \(index): \(analytic[index]) instead of \(numeric[index])"
        }
      }
    }
  }

  func expect(
    within tolerance: Double = 2e-3, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(worst <= tolerance, "\(place)", sourceLocation: sourceLocation)
  }
}

/// Random samples at a distance of at least `margin` from zero, to avoid kinks there.
func samples(
  _ shape: [Int], seed: UInt64, in range: Range<Float> = -1..<1, margin: Float = 0
) -> Tensor {
  var random = RandomNumbers(seed: seed)
  let tensor = random.uniform(shape: shape, in: range)
  guard margin > 0 else { return tensor }
  return Tensor(
    shape: shape, values: tensor.values.map { $0 >= 0 ? max($0, margin) : min($0, -margin) })
}

/// Expects equal shapes, and samples that differ by at most `tolerance`, relative to the largest expected
/// one.
func expectClose(
  _ found: Tensor, _ wanted: Tensor, within tolerance: Float,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(worstDifference(found, wanted) <= tolerance, sourceLocation: sourceLocation)
}

/// The largest difference between samples, relative to the largest wanted one; infinite if the shapes differ
/// or only one side is NaN.
func worstDifference(_ found: Tensor, _ wanted: Tensor) -> Float {
  guard found.shape == wanted.shape else { return .infinity }
  let scale = max(wanted.values.filter(\.isFinite).map { Swift.abs($0) }.max() ?? 0, 1e-30)
  return zip(found.values, wanted.values).reduce(0) { worst, pair in
    if pair.0 == pair.1 || (pair.0.isNaN && pair.1.isNaN) { return worst }
    let difference = Swift.abs(pair.0 - pair.1) / scale
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
