/// The weights for resizing images in one direction: a list of input samples and weights for each
/// output sample.
struct InterpolationAxis: Sendable {
  let inputCount: Int
  let outputCount: Int
  /// The taps of output sample `i` are `starts[i]..<starts[i + 1]`.
  private let starts: [Int32]
  private let indices: [Int32]
  private let weights: [Float]

  init(from inputCount: Int, to outputCount: Int) {
    var taps: [[(index: Int, weight: Double)]] = []
    taps.reserveCapacity(outputCount)
    let scale = Double(inputCount) / Double(outputCount)
    for output in 0..<outputCount {
      let position = (Double(output) + 0.5) * scale - 0.5
      let first = Int(position.rounded(.down))
      taps.append(
        [first, first + 1].map { index in
          (
            Swift.min(Swift.max(index, 0), inputCount - 1),
            Swift.max(0, 1 - Swift.abs(position - Double(index)))
          )
        })
    }
    self.init(inputCount: inputCount, taps: taps)
  }

  private init(inputCount: Int, taps: [[(index: Int, weight: Double)]]) {
    self.inputCount = inputCount
    outputCount = taps.count
    var starts: [Int32] = [0]
    var indices: [Int32] = []
    var weights: [Float] = []
    for list in taps {
      for tap in list where tap.weight != 0 {
        indices.append(Int32(tap.index))
        weights.append(Float(tap.weight))
      }
      starts.append(Int32(indices.count))
    }
    (self.starts, self.indices, self.weights) = (starts, indices, weights)
  }

  /// The transposed axis, which distributes samples instead of mixing them.
  func transposed() -> InterpolationAxis {
    var taps = [[(index: Int, weight: Double)]](repeating: [], count: inputCount)
    for output in 0..<outputCount {
      forEachTap(of: output) { taps[$0].append((output, Double($1))) }
    }
    return InterpolationAxis(inputCount: outputCount, taps: taps)
  }

  @inline(__always)
  func forEachTap(of output: Int, _ body: (_ input: Int, _ weight: Float) -> Void) {
    for tap in Int(starts[output])..<Int(starts[output + 1]) {
      body(Int(indices[tap]), weights[tap])
    }
  }

  /// Mixes a row of input samples into a row of output samples.
  func apply(to input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    starts.withUnsafeBufferPointer { starts in
      indices.withUnsafeBufferPointer { indices in
        weights.withUnsafeBufferPointer { weights in
          for index in 0..<outputCount {
            var sum: Float = 0
            for tap in Int(starts[index])..<Int(starts[index &+ 1]) {
              sum += weights[tap] * input[Int(indices[tap])]
            }
            output[index] = sum
          }
        }
      }
    }
  }
}
