/// The weights that make each sample of a resized row from a run of old samples.
///
/// Borders are already folded in, so every run lies inside the row.
struct ResamplingWeights: Sendable {
  let inputCount: Int
  let outputCount: Int
  /// The length of every run. Shorter runs are padded with weights of 0.
  let taps: Int
  /// The first old sample of each run; `starts[i] + taps` does not exceed `inputCount`.
  let starts: [Int]
  /// The weights of all runs, one run after another.
  let weights: [Float]

  /// The parts of one sample: old samples with weights. Samples may repeat and be out of order.
  typealias Parts = [(index: Int, weight: Double)]

  init(inputCount: Int, outputCount: Int, parts: (Int) -> Parts) {
    var runs: [(start: Int, weights: [Double])] = []
    runs.reserveCapacity(outputCount)
    for output in 0..<outputCount {
      let parts = parts(output).filter { $0.weight != 0 }
      let start = parts.map(\.index).min() ?? 0
      let end = parts.map(\.index).max() ?? 0
      var weights = [Double](repeating: 0, count: end - start + 1)
      for part in parts { weights[part.index - start] += part.weight }
      runs.append((start, weights))
    }
    self.init(inputCount: inputCount, runs: runs)
  }

  private init(inputCount: Int, runs: [(start: Int, weights: [Double])]) {
    let taps = runs.map(\.weights.count).max() ?? 1
    self.inputCount = inputCount
    outputCount = runs.count
    self.taps = taps
    starts = runs.map { min($0.start, inputCount - taps) }
    var weights = [Float](repeating: 0, count: runs.count * taps)
    for (output, run) in runs.enumerated() {
      let offset = run.start - starts[output]
      for (tap, weight) in run.weights.enumerated() {
        weights[output * taps + offset + tap] = Float(weight)
      }
    }
    self.weights = weights
  }

  /// The weights of the adjoint: the contributions of each old sample to the new ones.
  var transposed: ResamplingWeights {
    var parts = [Parts](repeating: [], count: inputCount)
    for output in 0..<outputCount {
      for tap in 0..<taps where weights[output * taps + tap] != 0 {
        parts[starts[output] + tap].append((output, Double(weights[output * taps + tap])))
      }
    }
    return ResamplingWeights(inputCount: outputCount, outputCount: inputCount) { parts[$0] }
  }

  /// Whether every sample is an unchanged old sample.
  var picksSamples: Bool { taps == 1 && weights.allSatisfy { $0 == 1 } }

  /// Whether resizing changes nothing.
  var isIdentity: Bool {
    picksSamples && inputCount == outputCount && starts.indices.allSatisfy { starts[$0] == $0 }
  }
}
