/// How the samples of one direction of a resized image are mixed from those of the original: for
/// each output sample a list of input samples and weights.
struct InterpolationAxis: Sendable {
  enum Kernel: Sendable {
    case bilinear
    /// Keys's cubic kernel with its parameter a.
    case bicubic(Double)

    /// The number of taps to each side of a position.
    var radius: Int {
      switch self {
      case .bilinear: 1
      case .bicubic: 2
      }
    }

    /// The kernel's value at a distance.
    func value(_ distance: Double) -> Double {
      let x = Swift.abs(distance)
      switch self {
      case .bilinear:
        return Swift.max(0, 1 - x)
      case .bicubic(let a):
        if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
        if x < 2 { return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
        return 0
      }
    }
  }

  let inputCount: Int
  let outputCount: Int
  /// The taps of output sample `i` are `starts[i]..<starts[i + 1]`.
  private let starts: [Int32]
  private let indices: [Int32]
  private let weights: [Float]

  init(from inputCount: Int, to outputCount: Int, kernel: Kernel) {
    var taps: [[(index: Int, weight: Double)]] = []
    taps.reserveCapacity(outputCount)
    let scale = Double(inputCount) / Double(outputCount)
    for output in 0..<outputCount {
      let position = (Double(output) + 0.5) * scale - 0.5
      let first = Int(position.rounded(.down)) - kernel.radius + 1
      taps.append(
        (first..<first + 2 * kernel.radius).map { index in
          (
            Swift.min(Swift.max(index, 0), inputCount - 1),
            kernel.value(position - Double(index))
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

  /// The axis that spreads where this one mixes.
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
